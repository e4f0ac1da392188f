/*
id         = "PAS-001"
title      = "Money that leaves within a day of coming in"
typology   = "pass_through"
stage      = "layering"
subject    = "account"
window     = "window_seconds"
severity   = "high"
version    = 1
references = ["FATF-PML-2018", "WOLFSBERG-MON"]
why        = "An account that keeps nothing of what it receives serves somebody else."
innocent   = "A person who moves part of a windfall to savings and keeps the rest."
next_step  = "Ask what the account holder does for the money and who gave the order to pay on."

[parameters.minimum_minor]
default = 500_000
unit    = "base currency, minor units"
meaning = "smallest sum that passes through within a window"

[parameters.minimum_percent]
default = 90
unit    = "percent of the credits"
meaning = "least that leaves"

[parameters.maximum_percent]
default = 102
unit    = "percent of the credits"
meaning = "most that leaves; more was there before"

[parameters.window_seconds]
default = 86_400
unit    = "seconds"
meaning = "longest time from the first credit to the last debit: one day"
*/
with eligible as (
    -- sums of a window are never larger than those of the account; services pass everything on
    select entry.account_id
    from features.window_transaction as entry
    left join features.service_hub as hub
      on hub.account_number = entry.account_number
    where hub.account_number is null
    group by entry.account_id
    having sum(case when entry.direction = 'in' then entry.amount_base_minor end) >= $minimum_minor
       and sum(case when entry.direction = 'out' then entry.amount_base_minor end) >= $minimum_minor
),
entry as (
    select
        moved.account_id,
        moved.transaction_id,
        moved.booked_epoch,
        moved.direction,
        moved.amount_base_minor
    from features.window_transaction as moved
    join eligible
      on eligible.account_id = moved.account_id
    where moved.amount_base_minor > 0
      and moved.counterparty_account_id is distinct from moved.account_id
),
counted as (
    select
        entry.*,
        sum(case when direction = 'in' then amount_base_minor else 0 end) over recent as in_minor,
        sum(case when direction = 'out' then amount_base_minor else 0 end) over recent as out_minor
    from entry
    window recent as (
        partition by account_id order by booked_epoch
        range between $window_seconds preceding and current row
    )
)
select
    account_id as subject_id,
    booked_epoch,
    transaction_id,
    case
        when direction = 'out'
            and out_minor * 100 >= in_minor * $minimum_percent
            and out_minor * 100 <= in_minor * $maximum_percent
            then least(in_minor, out_minor)
    end as measured,
    $minimum_minor as threshold,
    direction as role
from counted
