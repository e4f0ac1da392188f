/*
grain = "one row per transaction booked in the window"

[columns]
transaction_number      = "dense number in order of booked_epoch, booking_sequence, transaction_id"
transaction_id          = "transaction"
booked_epoch            = "booking time, seconds UTC"
booked_on               = "booking date, UTC"
originator_account_id   = "account debited; null when unknown or cash"
beneficiary_account_id  = "account credited; null when unknown or cash"
originator_number       = "number of the account debited"
beneficiary_number      = "number of the account credited"
amount_minor            = "amount debited, minor units of currency"
currency                = "currency debited"
received_amount_minor   = "amount credited, minor units of received_currency"
received_currency       = "currency credited"
amount_base_minor       = "amount in the base currency, minor units; null when no rate is known"
channel                 = "how the money moved"
originator_country_code = "country the money came from"
beneficiary_country_code = "country the money went to"
branch_code             = "branch, agent or terminal"
is_time_known           = "false when the source gives only a date"
is_sequenced            = "true when the source says in which order entries of one time were booked"
*/
with booked as (
    select
        transaction_id,
        cast(epoch(booked_at) as bigint) as booked_epoch,
        booked_on,
        booking_sequence,
        originator_account_id,
        beneficiary_account_id,
        amount_minor,
        currency,
        coalesce(received_amount_minor, amount_minor) as received_amount_minor,
        coalesce(received_currency, currency) as received_currency,
        channel,
        originator_country_code,
        beneficiary_country_code,
        branch_code,
        coalesce(is_time_known, true) as is_time_known,
        booking_sequence is not null as is_sequenced
    from core."transaction"
    where booked_on between $first_on and $as_of
)
select
    row_number() over (
        order by booked.booked_epoch, booked.booking_sequence nulls last, booked.transaction_id
    ) as transaction_number,
    booked.transaction_id,
    booked.booked_epoch,
    booked.booked_on,
    booked.originator_account_id,
    booked.beneficiary_account_id,
    originator.account_number as originator_number,
    beneficiary.account_number as beneficiary_number,
    booked.amount_minor,
    booked.currency,
    booked.received_amount_minor,
    booked.received_currency,
    -- half up; the side that is in the base currency already is taken as it is
    cast(case
        when booked.currency = $base_currency then booked.amount_minor
        when booked.received_currency = $base_currency then booked.received_amount_minor
        else (cast(booked.amount_minor as hugeint) * rate.numerator * 2 + rate.denominator)
            // (cast(rate.denominator as hugeint) * 2)
    end as bigint) as amount_base_minor,
    booked.channel,
    booked.originator_country_code,
    booked.beneficiary_country_code,
    booked.branch_code,
    booked.is_time_known,
    booked.is_sequenced
from booked
left join features.account_number as originator
  on originator.account_id = booked.originator_account_id
left join features.account_number as beneficiary
  on beneficiary.account_id = booked.beneficiary_account_id
left join core.fx_daily as rate
  on rate.currency = booked.currency
 and rate.rated_on = booked.booked_on
