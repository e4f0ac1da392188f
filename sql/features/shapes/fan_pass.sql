/*
grain = "one row per fan in whose sum is passed on to few new payees, and transfer that passes it on from one hop"

[parameters.hop]
default = 2
unit    = "hop"
meaning = "as for fan_moved"

[parameters.pass_band]
default = 0.2
unit    = "natural logarithm"
meaning = "largest difference of what was passed on and what came, as for features.link_pair"

[parameters.shape_rows]
default = 80
unit    = "transactions"
meaning = "most transactions of one find; a larger one says nothing of its passing on"
*/
-- Collected money that goes on nearly whole to accounts that were not paid before is one story with
-- its collecting, and so it is at each account that it reaches. None of it leaves before it came.
with fresh as (
    select moved.*
    from features.fan_moved as moved
    left join features.find_row as known
      on known.shape = 'fan_in'
     and known.find_key = moved.find_key
     and known.transaction_number = moved.transaction_number
    where moved.in_minor > 0
       or known.transaction_number is null
),
kept as (
    select
        fresh.*,
        sum(in_minor) over so_far as in_so_far_minor,
        sum(out_minor) over so_far as out_so_far_minor
    from fresh
    window so_far as (
        partition by find_key, holder_number order by transaction_number
        rows between unbounded preceding and current row
    )
),
passed as (
    select
        find_key,
        holder_number,
        sum(case when out_minor > 0 then 1 else 0 end) as out_count
    from kept
    group by find_key, holder_number
    having min(cast(in_so_far_minor as double) * exp($pass_band) - out_so_far_minor) >= 0.0
       and sum(out_minor) >= sum(in_minor) * exp(-$pass_band)
),
held as (
    select find_key, count(*) as transfer_count
    from features.find_row
    where shape = 'fan_in'
    group by find_key
),
whole as (
    select passed.find_key
    from passed
    join held on held.find_key = passed.find_key
    group by passed.find_key
    having max(held.transfer_count) + sum(passed.out_count) <= $shape_rows
)
select
    'fan_in' as shape,
    kept.find_key,
    cast(0 as bigint) as other_key,
    kept.find_key as subject_number,
    kept.weight,
    cast($hop as bigint) as hop,
    kept.transaction_number,
    'passed_on' as role
from kept
join passed
  on passed.find_key = kept.find_key
 and passed.holder_number = kept.holder_number
join whole on whole.find_key = kept.find_key
where kept.out_minor > 0
