/*
title    = "An asset followed back to the credits that paid for it"
question = "Which credits financed the payment for an asset, and how much of each is in it by every method?"
reading  = "One row per asset, payment, method and source credit: of the price, traced_minor comes from that credit, by hop transfers. Largest first; add a condition on asset_id for one asset. What the rows of one method lack of the payment is the holder's own money or unknown; finintel follow --from the asset --backward names these credits too."
*/
with payment as (
    -- one payment of one acquisition may stand in several cases: it is one payment
    select
        traced.asset_id,
        traced.acquisition_id,
        traced.transaction_id,
        traced.method,
        traced.order_variant,
        bool_or(traced.is_headline) as is_headline
    from mart.asset_trace as traced
    group by traced.asset_id, traced.acquisition_id, traced.transaction_id, traced.method, traced.order_variant
)
select
    payment.asset_id,
    payment.transaction_id as payment_transaction_id,
    payment.method,
    payment.order_variant,
    payment.is_headline,
    piece.source_transaction_id,
    source.booked_on as source_booked_on,
    source.originator_account_id as source_account_id,
    min(piece.hop) as hop,
    sum(piece.amount_minor)::bigint as traced_minor,
    piece.currency
from payment
join mart.fragment as piece
  on piece.trace_id = 'T' || left(sha256(payment.acquisition_id || '|' || payment.transaction_id), 20)
 and piece.out_transaction_id = payment.transaction_id
 and piece.method = payment.method
 and piece.order_variant = payment.order_variant
left join mart."transaction" as source
  on source.transaction_id = piece.source_transaction_id
group by all
order by payment.is_headline desc, traced_minor desc, payment.asset_id, payment.transaction_id, payment.method,
    payment.order_variant, piece.source_transaction_id
