/*
id         = "RND-001"
title      = "Value that returns to where it started within a few transfers"
typology   = "round_trip"
stage      = "layering"
subject    = "account"
severity   = "high"
version    = 1
references = ["FATF-PML-2018", "FATF-TBML-2020"]
why        = "Money that comes back by a detour looks like income and is not."
innocent   = "Friends who lend each other small sums and pay them back."
next_step  = "Ask what each transfer was for and who controls the accounts between."
tier       = "strict"

[parameters.minimum_minor]
default = 500_000
unit    = "base currency, minor units"
meaning = "smallest value that sets out"

[parameters.minimum_percent]
default = 70
unit    = "percent"
meaning = "least of the first amount that returns"

[parameters.window_seconds]
default = 604_800
unit    = "seconds"
meaning = "longest time from the first transfer to the last: seven days"
*/
with hop as (
    -- a link is a transfer in and a transfer out of one account: at most three per transfer in
    select
        link.in_number,
        link.out_number,
        arrival.originator_account_id as origin_id,
        arrival.booked_epoch as start_epoch,
        arrival.amount_base_minor as first_minor,
        departure.beneficiary_account_id as destination_id,
        departure.booked_epoch as end_epoch,
        departure.amount_base_minor as last_minor
    from features.link as link
    join features.window_transfer as arrival
      on arrival.transaction_number = link.in_number
    join features.window_transfer as departure
      on departure.transaction_number = link.out_number
),
trip as (
    select
        origin_id, start_epoch, end_epoch, first_minor, last_minor, destination_id,
        2 as hop_count, in_number as first, out_number as second, null as third, null as fourth
    from hop
    union all
    select
        one.origin_id, one.start_epoch, two.end_epoch, one.first_minor, two.last_minor,
        two.destination_id, 3, one.in_number, one.out_number, two.out_number, null
    from hop as one
    join hop as two on two.in_number = one.out_number
    union all
    select
        one.origin_id, one.start_epoch, three.end_epoch, one.first_minor, three.last_minor,
        three.destination_id, 4, one.in_number, one.out_number, two.out_number, three.out_number
    from hop as one
    join hop as two on two.in_number = one.out_number
    join hop as three on three.in_number = two.out_number
),
returned as (
    select
        trip.*,
        row_number() over (
            partition by first order by hop_count, last_minor desc, end_epoch, second
        ) as place
    from trip
    where destination_id = origin_id
      and first_minor >= $minimum_minor
      and last_minor * 100 >= first_minor * $minimum_percent
      and end_epoch - start_epoch <= $window_seconds
),
leg as (
    select origin_id, start_epoch, end_epoch, first_minor, last_minor, first as number
    from returned where place = 1
    union all
    select origin_id, start_epoch, end_epoch, first_minor, last_minor, second as number
    from returned where place = 1
    union all
    select origin_id, start_epoch, end_epoch, first_minor, last_minor, third as number
    from returned where place = 1 and third is not null
    union all
    select origin_id, start_epoch, end_epoch, first_minor, last_minor, fourth as number
    from returned where place = 1 and fourth is not null
)
select
    leg.origin_id as subject_id,
    leg.start_epoch,
    leg.end_epoch,
    transfer.transaction_id,
    leg.last_minor * 100 // leg.first_minor as measured,
    $minimum_percent as threshold,
    'hop' as role
from leg
join features.window_transfer as transfer
  on transfer.transaction_number = leg.number
order by subject_id, start_epoch, transaction_id
