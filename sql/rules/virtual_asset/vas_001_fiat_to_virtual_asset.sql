/*
id         = "VAS-001"
title      = "Credits that go into virtual assets within a day"
typology   = "virtual_asset"
stage      = "layering"
subject    = "account"
window     = "window_seconds"
severity   = "medium"
version    = 1
references = ["FATF-VA-2020"]
why        = "Conversion at once, of nearly everything, leaves no time for any other use of the money."
innocent   = "A saver who puts a small part of each wage into virtual assets."
next_step  = "Ask the service provider for the wallet and where the value went on chain."

[parameters.minimum_minor]
default = 200_000
unit    = "base currency, minor units"
meaning = "smallest sum converted within a window"

[parameters.minimum_percent]
default = 80
unit    = "percent of the credits"
meaning = "least of the credits that is converted"

[parameters.window_seconds]
default = 86_400
unit    = "seconds"
meaning = "longest time from credit to conversion: one day"
*/
with debit as (
    select
        entry.account_id,
        entry.transaction_id,
        entry.booked_epoch,
        entry.amount_base_minor as out_minor
    from features.window_transaction as entry
    left join core.account as other
      on other.account_id = entry.counterparty_account_id
     and other.recorded_to is null
    where entry.direction = 'out'
      and (entry.channel = 'virtual_asset' or other.account_type = 'virtual_asset')
      and entry.amount_base_minor > 0
),
entry as (
    select account_id, transaction_id, booked_epoch, 'out' as direction, 0 as in_minor, out_minor
    from debit
    union all
    select account_id, transaction_id, booked_epoch, 'in' as direction, amount_base_minor, 0
    from features.window_transaction
    where direction = 'in'
      and channel <> 'virtual_asset'
      and amount_base_minor > 0
      and account_id in (select account_id from debit)
),
counted as (
    select
        entry.*,
        sum(in_minor) over recent as credited_minor,
        sum(out_minor) over recent as converted_minor
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
            and credited_minor > 0
            and converted_minor * 100 >= credited_minor * $minimum_percent
            then converted_minor
    end as measured,
    $minimum_minor as threshold,
    direction as role
from counted
