/*
grain = "one row per fan in whose sum is passed on to few new payees, and transfer that passes it on"

[parameters.pass_seconds]
default = 604_800
unit    = "seconds"
meaning = "longest time after the last payment in: a week"

[parameters.pass_band]
default = 0.2
unit    = "natural logarithm"
meaning = "largest difference of what was passed on and what was gathered, as for features.link_pair"

[parameters.pass_share]
default = 0.2
unit    = "share of what was gathered"
meaning = "least that a payee got to be one of few"

[parameters.shape_rows]
default = 80
unit    = "transactions"
meaning = "most transactions of one find; a larger one says nothing of its passing on"
*/
-- Collected money that goes on nearly whole to accounts that were not paid before is one story with
-- its collecting. None of it leaves before it came.
with gathered as (
    select
        found.find_key,
        found.weight,
        flow.transaction_number,
        flow.booked_epoch,
        flow.amount_base_minor
    from features.find_row as found
    join features.flow as flow on flow.transaction_number = found.transaction_number
    where found.shape = 'fan_in'
),
fan as (
    select
        find_key,
        max(weight) as weight,
        min(booked_epoch) as first_epoch,
        max(booked_epoch) as last_epoch,
        sum(amount_base_minor) as gathered_minor,
        count(*) as transfer_count
    from gathered
    group by find_key
),
departure as (
    select
        fan.find_key,
        flow.transaction_number,
        flow.amount_base_minor,
        sum(flow.amount_base_minor) over (
            partition by fan.find_key, flow.beneficiary_number
        ) as payee_minor
    from fan
    join features.flow as flow
      on flow.originator_number = fan.find_key
     and flow.booked_epoch between fan.first_epoch and fan.last_epoch + $pass_seconds
    join features.flow_pair as pair
      on pair.originator_number = flow.originator_number
     and pair.beneficiary_number = flow.beneficiary_number
     and pair.met_epoch >= fan.first_epoch
),
moved as (
    select find_key, transaction_number, amount_base_minor as in_minor, 0 as out_minor
    from gathered
    union all
    select departure.find_key, departure.transaction_number, 0, departure.amount_base_minor
    from departure
    join fan on fan.find_key = departure.find_key
    where departure.payee_minor >= $pass_share * fan.gathered_minor
),
kept as (
    select
        moved.*,
        sum(in_minor) over so_far as in_so_far_minor,
        sum(out_minor) over so_far as out_so_far_minor
    from moved
    window so_far as (
        partition by find_key order by transaction_number
        rows between unbounded preceding and current row
    )
),
passed as (
    select find_key
    from kept
    group by find_key
    having min(cast(in_so_far_minor as double) * exp($pass_band) - out_so_far_minor) >= 0.0
       and sum(out_minor) >= sum(in_minor) * exp(-$pass_band)
       and count(*) <= $shape_rows
)
select
    'fan_in' as shape,
    kept.find_key,
    cast(0 as bigint) as other_key,
    kept.find_key as subject_number,
    fan.weight,
    cast(2 as bigint) as hop,
    kept.transaction_number,
    'passed_on' as role
from kept
join passed on passed.find_key = kept.find_key
join fan on fan.find_key = kept.find_key
where kept.out_minor > 0
