/*
grain = "one row per traced payment, method, order within a day, and cited transaction whose value reaches the payment"

[columns]
trace_id             = "payment that is traced"
transaction_id       = "cited transaction that the value comes from"
carried_base_minor   = "part of the traced value that comes from it, base minor units; the parts add up to the whole"
payment_base_minor   = "the payment itself, base minor units"
*/
with payment as (
    -- a trace follows thousands of fragments along the way; only those that reach the payment count
    select trace_id, transaction_id
    from trace.asset_trace
    group by trace_id, transaction_id
),
piece as (
    select
        fragment.trace_id,
        fragment.method,
        fragment.order_variant,
        fragment.out_transaction_id,
        fragment.source_transaction_id,
        sum(fragment.amount_minor) as amount_minor
    from trace.fragment as fragment
    join payment
      on payment.trace_id = fragment.trace_id
     and payment.transaction_id = fragment.out_transaction_id
    where fragment.method <> 'poison'
    group by
        fragment.trace_id, fragment.method, fragment.order_variant, fragment.out_transaction_id,
        fragment.source_transaction_id
),
reaching as (
    select
        traced.trace_id,
        traced.asset_id,
        traced.acquisition_id,
        traced.transaction_id as payment_id,
        traced.method,
        traced.order_variant,
        traced.is_headline,
        traced.price_base_minor,
        traced.traced_base_minor,
        traced.match_score,
        traced.match_reasons,
        piece.source_transaction_id as transaction_id,
        piece.amount_minor,
        sum(piece.amount_minor) over (
            partition by traced.trace_id, traced.method, traced.order_variant
        ) as all_minor
    from trace.asset_trace as traced
    join piece
      on piece.trace_id = traced.trace_id
     and piece.method = traced.method
     and piece.order_variant = traced.order_variant
     and piece.out_transaction_id = traced.transaction_id
)
select
    reaching.trace_id,
    reaching.asset_id,
    reaching.acquisition_id,
    reaching.payment_id,
    reaching.method,
    reaching.order_variant,
    reaching.is_headline,
    reaching.price_base_minor,
    reaching.match_score,
    reaching.match_reasons,
    reaching.transaction_id,
    (reaching.traced_base_minor::hugeint * reaching.amount_minor // reaching.all_minor)::bigint
        as carried_base_minor,
    paid.amount_base_minor as payment_base_minor
from reaching
join cases.cited_transaction as paid
  on paid.transaction_id = reaching.payment_id
where reaching.all_minor > 0
order by reaching.trace_id, reaching.method, reaching.order_variant, reaching.transaction_id
