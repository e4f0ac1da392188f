/*
id         = "[id]"
title      = "Many payments out in one day"
typology   = "[typology]"
stage      = "[stage]"   # placement, layering, integration
subject    = "account"    # account, party
severity   = "low"        # low, medium, high, critical
version    = 1            # raise it when the meaning changes
references = ["[reference]"]   # keys of schemas/references.toml
why        = "Say why this is worth a look."
innocent   = "Say what ordinary life looks the same: it becomes a silent case of the fixture."
next_step  = "Say what the analyst does first."

[parameters.minimum_count]
default = 20
unit    = "transactions"
meaning = "fewest payments out in a day, inclusive"
*/
with busy_day as (
    select
        account_id,
        booked_on,
        min(booked_epoch) as start_epoch,
        max(booked_epoch) as end_epoch,
        count(*) as payment_count
    from features.window_transaction
    where direction = 'out'
    group by account_id, booked_on
    having count(*) >= $minimum_count
)
select
    busy_day.account_id as subject_id,
    busy_day.start_epoch,
    busy_day.end_epoch,
    payment.transaction_id,
    busy_day.payment_count as measured,
    $minimum_count as threshold
from busy_day
join features.window_transaction as payment
  on payment.account_id = busy_day.account_id
 and payment.booked_on = busy_day.booked_on
 and payment.direction = 'out'
order by subject_id, start_epoch, transaction_id
