/*
grain = "one row per transaction of the examined window that a standing alert, or a payment traced to an asset, cites"

[columns]
transaction_id         = "transaction"
booked_at              = "booking time, UTC; midnight when only a date is known"
booked_on              = "date of booking"
is_time_known          = "false when the source gives only a date"
originator_account_id  = "account debited"
beneficiary_account_id = "account credited"
amount_minor           = "amount debited, minor units of currency"
currency               = "currency of amount_minor"
received_amount_minor  = "amount credited when it differs"
received_currency      = "currency of received_amount_minor"
amount_base_minor      = "amount in the base currency, minor units; null when no rate was known"
channel                = "how the money moved"
originator_country_code  = "country the money came from"
beneficiary_country_code = "country the money went to"
is_through_hub         = "an end is a service hub: shared by people who have nothing else to do with each other"
is_through_crowd       = "an end is a service hub, or has so many counterparties that it joins nobody with anybody"
source_id              = "feed"
file_sha256            = "file"
row_number             = "line or record in that file"

[parameters]
first_on = "first day of the examined window"
as_of    = "night"
*/
with cited as (
    -- several alerts may cite one transaction
    select evidence.transaction_id
    from detect.alert_transaction as evidence
    join detect.alert as alert
      on alert.alert_id = evidence.alert_id
    where alert.state <> 'withdrawn'
    union
    select transaction_id
    from trace.asset_trace
),
joining_nobody as (
    select
        crowd.account_id,
        hub.account_id is not null as is_hub
    from cases.crowd_account as crowd
    left join features.service_hub as hub
      on hub.account_id = crowd.account_id
)
select
    movement.transaction_id,
    movement.booked_at,
    movement.booked_on,
    movement.is_time_known,
    movement.originator_account_id,
    movement.beneficiary_account_id,
    movement.amount_minor,
    movement.currency,
    movement.received_amount_minor,
    movement.received_currency,
    transfer.amount_base_minor,
    movement.channel,
    movement.originator_country_code,
    movement.beneficiary_country_code,
    coalesce(originator.is_hub, false) or coalesce(beneficiary.is_hub, false) as is_through_hub,
    originator.account_id is not null or beneficiary.account_id is not null as is_through_crowd,
    movement.source_id,
    movement.file_sha256,
    movement.row_number
from core."transaction" as movement
join cited
  on cited.transaction_id = movement.transaction_id
left join features.window_transfer as transfer
  on transfer.transaction_id = movement.transaction_id
left join joining_nobody as originator
  on originator.account_id = movement.originator_account_id
left join joining_nobody as beneficiary
  on beneficiary.account_id = movement.beneficiary_account_id
where movement.booked_on between $first_on and $as_of
order by movement.booked_on, movement.transaction_id
