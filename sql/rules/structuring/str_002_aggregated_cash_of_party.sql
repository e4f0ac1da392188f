/*
id         = "STR-002"
title      = "Cash of one party that together reaches the reporting threshold, each deposit below it"
typology   = "structuring"
stage      = "placement"
subject    = "party"
window     = "window_seconds"
severity   = "medium"
version    = 1
references = ["FATF-R20", "FATF-CASH-2015"]
why        = "Deposits over several accounts in a short time hide a sum that would be reported."
innocent   = "A company that banks the takings of several shops; organisations are left out."
next_step  = "Ask where the cash came from and why it was split."

[parameters.threshold_minor]
default = 1_000_000
unit    = "base currency, minor units"
meaning = "cash reporting threshold in force"
profile = "cash_reporting_threshold"

[parameters.window_seconds]
default = 86_399
unit    = "seconds"
meaning = "longest time from first to last deposit: under one day"
*/
with deposit as (
    -- an account of several owners counts for each of them; an unknown kind of party counts too
    select
        holding.party_id,
        entry.transaction_id,
        entry.booked_epoch,
        entry.amount_base_minor
    from features.window_transaction as entry
    join features.party_account as holding
      on holding.account_id = entry.account_id
    where entry.channel = 'cash_deposit'
      and entry.amount_base_minor < $threshold_minor
      and holding.is_owner
      and holding.party_type is distinct from 'organisation'
)
select
    party_id as subject_id,
    booked_epoch,
    transaction_id,
    sum(amount_base_minor) over (
        partition by party_id order by booked_epoch
        range between $window_seconds preceding and current row
    ) as measured,
    $threshold_minor as threshold
from deposit
