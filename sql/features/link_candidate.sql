/*
grain = "one row per leg into and leg out of one account, near one another in time and amount (features.leg: a transfer, or a bundle)"

[columns]
in_number          = "number of the leg in"
out_number         = "number of the leg out"
account_number     = "account in the middle"
originator_number  = "account that the transfer in comes from"
beneficiary_number = "account that the transfer out goes to"
gap_seconds        = "time between the two, whichever came first"
is_ordered         = "1 when the transfer out follows the transfer in"
in_base_minor      = "value in, base minor units"
out_base_minor     = "value out, base minor units"
evidence           = "minus the logarithm of how many transfers out as near in time and amount, and as new, chance would show"

[parameters.link_seconds]
default = 345_600
unit    = "seconds"
meaning = "longest time between the two: four days, a weekend and a working day on each side"

[parameters.link_band]
default = 0.2
unit    = "natural logarithm"
meaning = "largest difference of amounts: conversion at two days' rates, a fee, a skim"

[parameters.link_crowd]
default = 40
unit    = "transfers"
meaning = "transfers out of one account in one bucket of time and amount that still tell anything apart"

[parameters.bundle_cost]
default = 0.7
unit    = "natural logarithm"
meaning = "what a bundle takes from the evidence: twice as many ways to fit were tried"
*/
-- Buckets of twice the time and four times the amount are equality keys of the join; each transfer in
-- looks into the one or two that its partners can lie in, and the true conditions are checked again.
with departure as (
    select
        leg.leg_number, leg.first_number, leg.last_number, leg.last_epoch, leg.transfer_count,
        leg.amount_base_minor, leg.log_amount, leg.is_young, leg.amount_density,
        leg.originator_number as account_number, leg.beneficiary_number,
        busy.out_count, busy.out_young_count,
        cast(floor(leg.log_amount / cast(4.0 * $link_band as double)) as bigint) as amount_bucket,
        leg.last_epoch // (2 * $link_seconds) as time_bucket,
        count(*) over (
            partition by leg.originator_number order by leg.amount_bin
            range between 2 preceding and 2 following
        ) as near_count
    from features.leg as leg
    join features.account_flow as busy
      on busy.account_number = leg.originator_number
     and busy.in_count > 0
    left join features.service_hub as hub on hub.account_number = leg.originator_number
    where hub.account_number is null
),
crowded as (
    select
        departure.*,
        count(*) over (partition by account_number, amount_bucket, time_bucket) as crowd_count
    from departure
),
arrival as (
    select
        leg.*,
        cast(floor((leg.log_amount - $link_band) / cast(4.0 * $link_band as double)) as bigint) as low_amount,
        cast(floor((leg.log_amount + $link_band) / cast(4.0 * $link_band as double)) as bigint) as high_amount,
        (leg.last_epoch - $link_seconds) // (2 * $link_seconds) as low_time,
        (leg.last_epoch + $link_seconds) // (2 * $link_seconds) as high_time
    from features.leg as leg
    join features.account_flow as busy
      on busy.account_number = leg.beneficiary_number
     and busy.out_count > 0
    left join features.service_hub as hub on hub.account_number = leg.beneficiary_number
    where hub.account_number is null
),
step as (
    select 0 as step union all select 1 as step
),
looking as (
    select arrival.*, low_amount + wide.step as amount_bucket, low_time + late.step as time_bucket
    from arrival
    join step as wide on arrival.low_amount + wide.step <= arrival.high_amount
    join step as late on arrival.low_time + late.step <= arrival.high_time
)
select
    arrival.leg_number as in_number,
    departure.leg_number as out_number,
    departure.account_number,
    arrival.originator_number,
    departure.beneficiary_number,
    abs(departure.last_epoch - arrival.last_epoch) as gap_seconds,
    case when departure.first_number > arrival.first_number
        and departure.last_number > arrival.last_number then 1 else 0 end as is_ordered,
    arrival.amount_base_minor as in_base_minor,
    departure.amount_base_minor as out_base_minor,
    -ln(
        (departure.near_count - 1.0 + (departure.out_count + 1.0) * departure.amount_density * 0.5)
        * case when departure.is_young = 1
            then (departure.out_young_count + 0.5) / cast(departure.out_count + 1 as double)
            else 1.0 end
        * case when arrival.is_young = 1 then 0.5 else 1.0 end
        * 2.0 * (abs(departure.log_amount - arrival.log_amount) + 0.015)
        * (abs(departure.last_epoch - arrival.last_epoch) + 14400.0)
            / cast(span.span_seconds as double)
        + 0.0005
    ) - case when arrival.transfer_count + departure.transfer_count > 2 then $bundle_cost else 0.0 end
        as evidence
from looking as arrival
join crowded as departure
  on departure.account_number = arrival.beneficiary_number
 and departure.amount_bucket = arrival.amount_bucket
 and departure.time_bucket = arrival.time_bucket
cross join features.flow_span as span
where departure.crowd_count <= $link_crowd
  and abs(departure.last_epoch - arrival.last_epoch) <= $link_seconds
  and abs(departure.log_amount - arrival.log_amount) <= $link_band
