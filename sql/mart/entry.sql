/*
grain = "one row per transaction of the examined window and account that it touches: the accounts' statements, in order"

[columns]
account_number              = "account: mart.window_account says which"
transaction_number          = "transaction in booked order: time, then the feed's booking sequence, then the id"
direction                   = "in when the account is credited, out when it is debited"
counterparty_number         = "the other account; null for cash, or where the feed does not say"
booked_at                   = "booking time, UTC; midnight when only a date is known"
is_time_known               = "false when the source gives only a date: the order inside that day is not known"
kind                        = "transfer, fee, interest, return"
amount_minor                = "amount of this side, minor units of currency"
currency                    = "currency of this side"
amount_base_minor           = "amount in the base currency, minor units; null when no rate was known"
balance_after_minor         = "balance of the account after the booking, where the feed has it"
returned_transaction_number = "transaction that this one returns, where it is in the window"

[parameters]
first_on = "first day of the examined window"
as_of = "night"
*/
with noted as (
    -- what only the lake knows, of the rows that say it
    select
        booked.transaction_id,
        booked.originator_balance_minor,
        booked.beneficiary_balance_minor,
        returned.transaction_number as returned_number
    from core."transaction" as booked
    left join features.window_transfer as returned
      on returned.transaction_id = booked.returned_transaction_id
    where booked.booked_on between $first_on and $as_of
      and coalesce(booked.returned_transaction_id, booked.originator_balance_minor::varchar,
                   booked.beneficiary_balance_minor::varchar) is not null
),
movement as (
    select
        transfer.*,
        case
            when noted.returned_number is not null then 'return'
            when transfer.channel in ('fee', 'interest') then transfer.channel
            else 'transfer'
        end as kind,
        noted.originator_balance_minor,
        noted.beneficiary_balance_minor,
        noted.returned_number
    from features.window_transfer as transfer
    left join noted
      on noted.transaction_id = transfer.transaction_id
)
select
    side.account_number::integer as account_number,
    side.transaction_number::integer as transaction_number,
    side.direction,
    side.counterparty_number::integer as counterparty_number,
    to_timestamp(side.booked_epoch)::timestamp as booked_at,
    side.is_time_known,
    side.kind,
    side.amount_minor,
    side.currency,
    side.amount_base_minor,
    side.balance_after_minor,
    side.returned_number::integer as returned_transaction_number
from (
    select originator_number as account_number, beneficiary_number as counterparty_number, 'out' as direction,
        amount_minor, currency, originator_balance_minor as balance_after_minor,
        transaction_number, booked_epoch, is_time_known, kind, amount_base_minor, returned_number
    from movement
    where originator_number is not null
    union all
    select beneficiary_number, originator_number, 'in',
        received_amount_minor, received_currency, beneficiary_balance_minor,
        transaction_number, booked_epoch, is_time_known, kind, amount_base_minor, returned_number
    from movement
    where beneficiary_number is not null
) as side
order by side.account_number, side.transaction_number, side.direction desc
