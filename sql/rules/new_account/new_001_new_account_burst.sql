/*
id         = "NEW-001"
title      = "A newly opened account receives large sums at once"
typology   = "new_account"
stage      = "placement"
subject    = "account"
severity   = "medium"
version    = 1
references = ["FATF-R10", "FFIEC-F"]
why        = "An account opened for one purpose shows it in its first weeks."
innocent   = "A young couple that opens an account for a mortgage loan and spends it on their home."
next_step  = "Compare with what was said at opening about the account and its use."

[parameters.young_days]
default = 30
unit    = "days"
meaning = "age up to which credits count"

[parameters.minimum_minor]
default = 3_000_000
unit    = "base currency, minor units"
meaning = "smallest sum of credits within that age, loans left out"
*/
with credit as (
    -- an account whose opening date is unknown is left out: its age is unknown
    select
        entry.account_id,
        entry.transaction_id,
        entry.booked_epoch,
        entry.amount_base_minor
    from features.window_transaction as entry
    join features.account as account
      on account.account_id = entry.account_id
    where entry.direction = 'in'
      and entry.channel not in ('loan', 'returned')
      and entry.booked_epoch >= cast(epoch(account.opened_on) as bigint)
      and entry.booked_epoch <= cast(epoch(account.opened_on) as bigint) + $young_days * 86400
),
summed as (
    select
        credit.*,
        sum(amount_base_minor) over (partition by account_id) as young_minor,
        min(booked_epoch) over (partition by account_id) as start_epoch,
        max(booked_epoch) over (partition by account_id) as end_epoch
    from credit
)
select
    account_id as subject_id,
    start_epoch,
    end_epoch,
    transaction_id,
    young_minor as measured,
    $minimum_minor as threshold
from summed
where young_minor >= $minimum_minor
order by subject_id, start_epoch, transaction_id
