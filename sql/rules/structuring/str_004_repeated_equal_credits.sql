/*
id         = "STR-004"
title      = "Many credits of exactly the same amount within a day"
typology   = "structuring"
stage      = "placement"
subject    = "account"
window     = "window_seconds"
severity   = "low"
version    = 1
references = ["FFIEC-F", "EGMONT-100"]
why        = "Equal parts of one sum, sent by several hands or several times, stay below attention."
innocent   = "A landlord who receives equal rents once a month."
next_step  = "Ask for the contract behind the equal amounts and who the payers are to each other."

[parameters.minimum_count]
default = 5
unit    = "transactions"
meaning = "fewest equal credits"

[parameters.minimum_minor]
default = 10_000
unit    = "base currency, minor units"
meaning = "smallest credit that counts"

[parameters.window_seconds]
default = 86_399
unit    = "seconds"
meaning = "longest time from first to last credit: under one day"
*/
with credit as (
    -- a service sells at fixed prices: equal credits say nothing there
    select
        entry.account_id,
        entry.transaction_id,
        entry.booked_epoch,
        entry.amount_minor,
        entry.currency
    from features.window_transaction as entry
    left join features.service_hub as hub
      on hub.account_number = entry.account_number
    where entry.direction = 'in'
      and entry.channel not in ('interest', 'returned', 'reinvestment', 'card', 'direct_debit')
      and entry.amount_base_minor >= $minimum_minor
      and hub.account_number is null
),
counted as (
    -- a window holds no more than the whole series does
    select
        credit.*,
        count(*) over (partition by account_id, amount_minor, currency) as series_count
    from credit
),
repeated as (
    select *
    from counted
    where series_count >= $minimum_count
)
select
    account_id as subject_id,
    booked_epoch,
    transaction_id,
    cast(amount_minor as varchar) || currency as series,
    count(*) over (
        partition by account_id, amount_minor, currency order by booked_epoch
        range between $window_seconds preceding and current row
    ) as measured,
    $minimum_count as threshold
from repeated
