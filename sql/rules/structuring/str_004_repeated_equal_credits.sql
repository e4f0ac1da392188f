/*
id         = "STR-004"
title      = "Many credits of exactly the same amount within a day"
typology   = "structuring"
stage      = "placement"
subject    = "account"
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
    select
        credit.*,
        count(*) over (
            partition by account_id, amount_minor, currency order by booked_epoch
            range between $window_seconds preceding and current row
        ) as equal_count
    from credit
),
covered as (
    -- evidence: every row of a window that meets the threshold
    select
        counted.*,
        max(case when equal_count >= $minimum_count then equal_count end) over (
            partition by account_id, amount_minor, currency order by booked_epoch
            range between current row and $window_seconds following
        ) as peak
    from counted
),
evidence as (
    select
        covered.*,
        lag(booked_epoch) over (
            partition by account_id, amount_minor, currency order by booked_epoch, transaction_id
        ) as previous_epoch
    from covered
    where peak is not null
),
numbered as (
    -- evidence no further apart than the window belongs to one episode
    select
        evidence.*,
        sum(case when previous_epoch >= booked_epoch - $window_seconds then 0 else 1 end) over (
            partition by account_id, amount_minor, currency order by booked_epoch, transaction_id
            rows between unbounded preceding and current row
        ) as episode_number
    from evidence
)
select
    account_id as subject_id,
    min(booked_epoch) over (partition by account_id, amount_minor, currency, episode_number) as start_epoch,
    max(booked_epoch) over (partition by account_id, amount_minor, currency, episode_number) as end_epoch,
    transaction_id,
    max(peak) over (partition by account_id, amount_minor, currency, episode_number) as measured,
    $minimum_count as threshold
from numbered
order by subject_id, start_epoch, transaction_id
