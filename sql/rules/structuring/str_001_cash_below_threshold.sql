/*
id         = "STR-001"
title      = "Repeated cash deposits just below the reporting threshold"
typology   = "structuring"
stage      = "placement"
subject    = "account"
severity   = "medium"
version    = 1
references = ["FATF-R20", "FFIEC-F"]
why        = "Splitting cash avoids the report that a single deposit would cause."
innocent   = "A shop banks takings well below the threshold every day."
next_step  = "Compare with declared turnover; ask for the source of cash."

[parameters.threshold_minor]
default = 1_000_000
unit    = "base currency, minor units"
meaning = "cash reporting threshold in force"
profile = "cash_reporting_threshold"

[parameters.floor_minor]
default = 900_000
unit    = "base currency, minor units"
meaning = "smallest deposit that still counts as just below"

[parameters.window_seconds]
default = 604_799
unit    = "seconds"
meaning = "longest time from first to last deposit of a window: under seven days"

[parameters.minimum_count]
default = 3
unit    = "transactions"
meaning = "fewest deposits that make a pattern"
*/
with near_threshold as (
    select
        account_id,
        transaction_id,
        booked_epoch
    from features.window_transaction
    where channel = 'cash_deposit'
      and amount_base_minor >= $floor_minor
      and amount_base_minor < $threshold_minor
),
counted as (
    -- deposits in the window that ends with this one, itself included
    select
        near_threshold.*,
        count(*) over (
            partition by account_id order by booked_epoch
            range between $window_seconds preceding and current row
        ) as deposit_count
    from near_threshold
),
covered as (
    -- evidence: every row of a window that meets the threshold
    select
        counted.*,
        max(case when deposit_count >= $minimum_count then deposit_count end) over (
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
