/*
grain = "one row per leg into and leg out of one account, near one another in time and amount (features.leg: a transfer, or a bundle)"

[columns]
in_number          = "number of the leg in"
out_number         = "number of the leg out"
account_number     = "account in the middle"

[parameters.link_seconds]
default = 345_600
unit    = "seconds"
meaning = "longest time until the way on begins: four days, a weekend and a working day on each side"

[parameters.link_band]
default = 0.2
unit    = "natural logarithm"
meaning = "largest difference of amounts: conversion at two days' rates, a fee, a skim"

*/
-- Buckets of twice the time and four times the amount are equality keys of the join; each transfer in
-- looks into the one or two that its partners can lie in, and the true conditions are checked again.
-- The join sees no more than it compares; the few pairs it leaves fetch the rest.
-- The way on of a series that is passed on payment by payment begins after its first and ends after
-- its last: it is looked for by its end.
with departing as (
    select leg.*, leg.first_epoch as key_epoch, 0 as is_streamed
    from features.leg as leg
    union all
    select leg.*, leg.last_epoch, 1
    from features.leg as leg
    where leg.transfer_count > 1
),
departure as (
    select
        leg.leg_number,
        leg.first_epoch,
        leg.key_epoch,
        leg.is_streamed,
        leg.log_amount,
        leg.originator_number as account_number,
        cast(floor(leg.log_amount / cast(4.0 * $link_band as double)) as bigint) as amount_bucket,
        leg.key_epoch // (2 * $link_seconds) as time_bucket
    from departing as leg
    join features.account_flow as busy
      on busy.account_number = leg.originator_number
     and busy.in_count > 0
    left join features.service_hub as hub on hub.account_number = leg.originator_number
    where hub.account_number is null
),
arrival as (
    select
        leg.leg_number,
        leg.first_epoch,
        leg.last_epoch,
        leg.credited_log,
        leg.beneficiary_number as account_number,
        cast(floor((leg.credited_log - $link_band) / cast(4.0 * $link_band as double)) as bigint) as low_amount,
        cast(floor((leg.credited_log + $link_band) / cast(4.0 * $link_band as double)) as bigint) as high_amount,
        (leg.last_epoch - $link_seconds) // (2 * $link_seconds) as low_time,
        (leg.last_epoch + $link_seconds) // (2 * $link_seconds) as high_time
    from features.leg as leg
    join features.account_flow as busy
      on busy.account_number = leg.beneficiary_number
     and busy.out_count > 0
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
    departure.account_number
from looking as arrival
join departure
  on departure.account_number = arrival.account_number
 and departure.amount_bucket = arrival.amount_bucket
 and departure.time_bucket = arrival.time_bucket
left join features.link_drop as crowd
  on crowd.account_number = departure.account_number
 and crowd.amount_bucket = departure.amount_bucket
 and crowd.time_bucket = departure.time_bucket
where crowd.account_number is null
  and abs(departure.key_epoch - arrival.last_epoch) <= $link_seconds
  and (departure.is_streamed = 0
    or abs(departure.first_epoch - arrival.first_epoch) <= $link_seconds
    and abs(departure.first_epoch - arrival.last_epoch) > $link_seconds)
  and abs(departure.log_amount - arrival.credited_log) <= $link_band
