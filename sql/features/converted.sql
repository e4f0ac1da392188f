/*
grain = "one row per transfer of the window that arrives as another amount than was paid: converted, or less a fee"

[columns]
transaction_number  = "number of the transfer in the window"
paid_base_minor     = "what left the payer at the rate of its currency, base minor units; null when no rate is known"
credited_base_minor = "what reached the payee at the rate of its currency, base minor units; null when no rate is known"
*/
-- Money that goes on in the currency in which it came needs no rate: what was credited is compared with
-- what is paid out. At the rate on file for the day both sides of one deal would be one sum, and a
-- deal at any other rate (a margin, a second market) would look like value gained or lost on the way.
with deal as (
    select
        transaction_number,
        booked_on,
        currency,
        amount_minor,
        received_currency,
        received_amount_minor
    from features.window_transfer
    where (currency <> received_currency or amount_minor <> received_amount_minor)
      and amount_minor > 0
      and received_amount_minor > 0
),
valued as (
    -- half up, as in features.window_transfer
    select
        deal.transaction_number,
        case when deal.currency = $base_currency then deal.amount_minor
            else (cast(deal.amount_minor as hugeint) * paid.numerator * 2 + paid.denominator)
                // (cast(paid.denominator as hugeint) * 2) end as paid_base_minor,
        case when deal.received_currency = $base_currency then deal.received_amount_minor
            else (cast(deal.received_amount_minor as hugeint) * came.numerator * 2 + came.denominator)
                // (cast(came.denominator as hugeint) * 2) end as credited_base_minor
    from deal
    left join core.fx_daily as paid
      on paid.currency = deal.currency
     and paid.rated_on = deal.booked_on
    left join core.fx_daily as came
      on came.currency = deal.received_currency
     and came.rated_on = deal.booked_on
)
select
    transaction_number,
    cast(nullif(paid_base_minor, 0) as bigint) as paid_base_minor,
    cast(nullif(credited_base_minor, 0) as bigint) as credited_base_minor
from valued
