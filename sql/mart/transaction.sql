/*
grain = "one row per transaction of the examined window, and every transaction that a case cites"

[columns]
transaction_id           = "transaction"
booked_at                = "booking time, UTC; midnight when only a date is known"
booked_on                = "date of booking"
is_time_known            = "false when the source gives only a date"
originator_account_id    = "account debited; null for cash or an unknown origin"
beneficiary_account_id   = "account credited; null for cash or an unknown destination"
amount_minor             = "amount debited, minor units of currency"
currency                 = "currency of amount_minor"
received_amount_minor    = "amount credited when it differs, minor units"
received_currency        = "currency of received_amount_minor"
amount_base_minor        = "amount in the base currency, minor units; null when no rate was known"
channel                  = "how the money moved"
originator_country_code  = "country the money came from"
beneficiary_country_code = "country the money went to"
is_cited                 = "a case cites it"
transaction_number       = "number in booked order, as in mart.entry; null before the examined window"
source_id                = "feed"
file_sha256              = "file: mart.file says its name"
row_number               = "line or record in that file"

[parameters]
first_on = "first day of the examined window"
as_of = "night"
*/
with movement as (
    select
        booked.transaction_id,
        booked.booked_at,
        booked.booked_on,
        booked.is_time_known,
        booked.originator_account_id,
        booked.beneficiary_account_id,
        booked.amount_minor,
        booked.currency,
        booked.received_amount_minor,
        booked.received_currency,
        transfer.amount_base_minor,
        booked.channel,
        booked.originator_country_code,
        booked.beneficiary_country_code,
        cited.transaction_id is not null as is_cited,
        transfer.transaction_number,
        booked.source_id,
        booked.file_sha256,
        booked.row_number,
        transfer.transaction_number as place
    from core."transaction" as booked
    left join features.window_transfer as transfer
      on transfer.transaction_id = booked.transaction_id
    left join cases.cited_transaction as cited
      on cited.transaction_id = booked.transaction_id
    where booked.booked_on between $first_on and $as_of
    union all
    select
        transaction_id,
        booked_at,
        booked_on,
        is_time_known,
        originator_account_id,
        beneficiary_account_id,
        amount_minor,
        currency,
        received_amount_minor,
        received_currency,
        amount_base_minor,
        channel,
        originator_country_code,
        beneficiary_country_code,
        true,
        null,
        source_id,
        file_sha256,
        row_number,
        -row_number() over (order by booked_on desc, transaction_id desc)
    from cases.cited_transaction
    where booked_on < $first_on
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
    movement.amount_base_minor,
    movement.channel,
    movement.originator_country_code,
    movement.beneficiary_country_code,
    movement.is_cited,
    movement.transaction_number::integer as transaction_number,
    movement.source_id,
    movement.file_sha256,
    movement.row_number
from movement
-- one number to sort by: with the day and the id as keys it takes half as long again
order by movement.place
