/*
grain = "one row per account and direction: its transfers with counterparties it knew, by amount rank"

[columns]
account_number = "account"
is_in          = "1 when it is paid, 0 when it pays"
old_1_count    = "transfers of rank 0.5 and more"
old_2_count    = "transfers of rank 0.75 and more"
old_3_count    = "transfers of rank 0.9 and more"
old_4_count    = "transfers with pairs that deal once, as many as all its transfers lead one to expect"

[parameters.fan_rank]
default = 0.5
unit    = "share of the window's transfers"
meaning = "smallest amount rank of a transfer that counts towards a fan"
*/
with side as (
    select beneficiary_number as account_number, 1 as is_in, amount_rank, 0.0 as sole_count
    from features.flow
    where is_first = 0
      and amount_rank >= $fan_rank
    union all
    select originator_number, 0, amount_rank, 0.0
    from features.flow
    where is_first = 0
      and amount_rank >= $fan_rank
    union all
    select busy.account_number, 1, null, busy.in_count * span.sole_ratio
    from features.account_flow as busy
    cross join features.flow_span as span
    where span.sole_ratio is not null
    union all
    select busy.account_number, 0, null, busy.out_count * span.sole_ratio
    from features.account_flow as busy
    cross join features.flow_span as span
    where span.sole_ratio is not null
)
select
    is_in,
    account_number,
    cast(count(amount_rank) as double) as old_1_count,
    cast(count(case when amount_rank >= 0.75 then 1 end) as double) as old_2_count,
    cast(count(case when amount_rank >= 0.9 then 1 end) as double) as old_3_count,
    sum(sole_count) as old_4_count
from side
group by is_in, account_number
order by is_in, account_number
