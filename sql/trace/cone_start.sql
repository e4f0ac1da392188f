/*
grain = "one row per traced payment of the window: where the way back begins"

[columns]
trace_id           = "payment that is traced"
acquisition_id     = "acquisition that it paid for"
asset_id           = "asset acquired"
acquirer_party_id  = "party that acquired it"
transaction_id     = "payment"
transaction_number = "number of the payment in the window"
account_number     = "account that paid"
latest_epoch       = "time of the payment, seconds UTC"
amount_base_minor  = "payment, base minor units"
paid_base_minor    = "all payments matched to the acquisition, base minor units"
price_base_minor   = "price of the deed, base minor units"
match_score        = "0 to 1"
match_reasons      = "what agrees and what differs"
is_acquirer_paying = "the account that paid is held by the acquirer"

[parameters]
first_on = "first date of the window"
*/
with fitting as (
    -- a payment is the price of one thing, that which it fits best; of two that it fits alike, of both
    select
        *,
        max(match_score) over (partition by transaction_id) as best_score
    from trace.acquisition_payment
    where is_chosen
)
select
    'T' || left(sha256(acquisition_id || '|' || transaction_id), 20) as trace_id,
    acquisition_id,
    asset_id,
    acquirer_party_id,
    transaction_id,
    transaction_number,
    originator_number as account_number,
    booked_epoch as latest_epoch,
    amount_base_minor,
    sum(amount_base_minor) over (partition by acquisition_id)::bigint as paid_base_minor,
    price_base_minor,
    match_score,
    match_reasons,
    is_acquirer_paying
from fitting
where match_score = best_score
-- what the window has left is matched and counted, and not traced anew
qualify booked_epoch >= epoch($first_on)
order by trace_id
