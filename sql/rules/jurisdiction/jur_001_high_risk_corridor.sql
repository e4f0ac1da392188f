/*
id         = "JUR-001"
title      = "Value to or from a country that the profile lists as high risk"
typology   = "jurisdiction"
stage      = "layering"
subject    = "account"
severity   = "medium"
version    = 1
references = ["FATF-R19"]
why        = "The profile asks for enhanced diligence on these corridors."
innocent   = "A worker who sends a little of each wage to family at home."
next_step  = "Ask for the purpose, the goods and the counterparty behind the transfers."

[parameters.minimum_minor]
default = 1_000_000
unit    = "base currency, minor units"
meaning = "smallest sum within the window"

[parameters.window_seconds]
default = 2_591_999
unit    = "seconds"
meaning = "longest time from first to last transfer: under thirty days"
*/
with crossing as (
    -- an unknown country is not a listed one
    select
        entry.account_id,
        entry.transaction_id,
        entry.booked_epoch,
        entry.direction,
        entry.amount_base_minor
    from features.window_transaction as entry
    join features.high_risk_country as listed
      on listed.country_code = entry.counterparty_country_code
    where entry.amount_base_minor > 0
),
counted as (
    select
        crossing.*,
        sum(amount_base_minor) over (
            partition by account_id order by booked_epoch
            range between $window_seconds preceding and current row
        ) as window_minor
    from crossing
),
covered as (
    -- evidence: every row of a window that meets the threshold
    select
        counted.*,
        max(case when window_minor >= $minimum_minor then window_minor end) over (
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
    $minimum_minor as threshold,
    direction as role
from numbered
order by subject_id, start_epoch, transaction_id
