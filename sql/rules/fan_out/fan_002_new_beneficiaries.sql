/*
id         = "FAN-002"
title      = "One account pays many new beneficiaries within three days"
typology   = "fan_out"
stage      = "layering"
subject    = "account"
severity   = "medium"
version    = 1
references = ["FATF-PML-2018", "FFIEC-F"]
why        = "Scattering one sum over many hands hides where it goes."
innocent   = "An employer that pays the same staff every month."
next_step  = "Ask what the beneficiaries did for the money."

[parameters.minimum_count]
default = 8
unit    = "beneficiaries"
meaning = "fewest beneficiaries not met before in the window"

[parameters.minimum_percent]
default = 50
unit    = "percent"
meaning = "smallest share of all beneficiaries of the account in the window: a burst, not its business"

[parameters.minimum_minor]
default = 10_000
unit    = "base currency, minor units"
meaning = "smallest transaction that counts"

[parameters.window_seconds]
default = 259_199
unit    = "seconds"
meaning = "longest time from the first to the last: under three days"
*/
with moved as (
    select
        account_id,
        counterparty_account_id,
        transaction_id,
        booked_epoch,
        row_number() over (
            partition by account_id, counterparty_account_id
            order by booked_epoch, transaction_id
        ) as place_in_pair
    from features.window_transaction
    where direction = 'out'
      and counterparty_account_id <> account_id
      and amount_base_minor >= $minimum_minor
),
first_met as (
    -- the first transaction of each pair: counting these counts different beneficiaries
    select
        moved.*,
        count(*) over (partition by account_id) as met_in_window
    from moved
    where place_in_pair = 1
),
counted as (
    select
        first_met.*,
        count(*) over (
            partition by account_id order by booked_epoch
            range between $window_seconds preceding and current row
        ) as new_count
    from first_met
),
covered as (
    -- evidence: every row of a window that meets the threshold
    select
        counted.*,
        max(case when new_count >= $minimum_count and new_count * 100 >= met_in_window * $minimum_percent then new_count end) over (
            partition by account_id order by booked_epoch
            range between current row and $window_seconds following
        ) as peak
    from counted
),
evidence as (
    select
        covered.*,
        lag(booked_epoch) over (
            partition by account_id order by booked_epoch, transaction_id
        ) as previous_epoch
    from covered
    where peak is not null
),
numbered as (
    -- evidence no further apart than the window belongs to one episode
    select
        evidence.*,
        sum(case when previous_epoch >= booked_epoch - $window_seconds then 0 else 1 end) over (
            partition by account_id order by booked_epoch, transaction_id
            rows between unbounded preceding and current row
        ) as episode_number
    from evidence
)
select
    account_id as subject_id,
    min(booked_epoch) over (partition by account_id, episode_number) as start_epoch,
    max(booked_epoch) over (partition by account_id, episode_number) as end_epoch,
    transaction_id,
    max(peak) over (partition by account_id, episode_number) as measured,
    $minimum_count as threshold
from numbered
order by subject_id, start_epoch, transaction_id
