/*
grain = "one row per transaction and account it touches: an entry on an account"
is_view = true   # the same rows as window_transfer, seen from each side: not worth a second copy

[columns]
transaction_number        = "number of the transaction in the window"
transaction_id            = "transaction"
account_id                = "account of the entry"
account_number            = "number of that account"
direction                 = "in when the account is credited, out when it is debited"
counterparty_account_id   = "the other account; null when unknown or cash"
counterparty_number       = "number of the other account"
booked_epoch              = "booking time, seconds UTC"
booked_on                 = "booking date, UTC"
amount_base_minor         = "amount in the base currency, minor units; null when no rate is known"
amount_minor              = "amount of this side, minor units of currency"
currency                  = "currency of this side"
channel                   = "how the money moved"
counterparty_country_code = "country at the other end"
branch_code               = "branch, agent or terminal"
*/
select
    transaction_number,
    transaction_id,
    originator_account_id as account_id,
    originator_number as account_number,
    'out' as direction,
    beneficiary_account_id as counterparty_account_id,
    beneficiary_number as counterparty_number,
    booked_epoch,
    booked_on,
    amount_base_minor,
    amount_minor,
    currency,
    channel,
    beneficiary_country_code as counterparty_country_code,
    branch_code
from features.window_transfer
where originator_number is not null
union all
select
    transaction_number,
    transaction_id,
    beneficiary_account_id as account_id,
    beneficiary_number as account_number,
    'in' as direction,
    originator_account_id as counterparty_account_id,
    originator_number as counterparty_number,
    booked_epoch,
    booked_on,
    amount_base_minor,
    received_amount_minor as amount_minor,
    received_currency as currency,
    channel,
    originator_country_code as counterparty_country_code,
    branch_code
from features.window_transfer
where beneficiary_number is not null
