/*
id         = "STR-001"
title      = "Repeated cash deposits just below the reporting threshold"
typology   = "structuring"
stage      = "placement"
subject    = "account"
window     = "window_seconds"
severity   = "medium"
version    = 2
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
default = 800_000
unit    = "base currency, minor units"
meaning = "smallest deposit that still counts as just below: 9 500 where the threshold is 10 000 dollars is about 8 200 euro, and who splits leaves a margin"

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
)
select
    account_id as subject_id,
    booked_epoch,
    transaction_id,
    count(*) over (
        partition by account_id order by booked_epoch
        range between $window_seconds preceding and current row
    ) as measured,
    $minimum_count as threshold
from near_threshold
