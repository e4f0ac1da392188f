/*
title    = "One credit followed to its ends, method by method"
question = "Where did the value of a traced credit go, hop by hop, and where did it end?"
reading  = "One row per method, hop, account, payment and end, for the credit with most value traced into assets; put another transaction into chosen. moved_on rows are the way, the others its ends; a night keeps what led to a traced payment, finintel follow --from the transaction gives all ends and the range. Amounts of two methods are alternatives: never add them."
*/
with chosen as (
    select piece.trace_id, piece.source_transaction_id
    from mart.fragment as piece
    join mart.asset_trace as traced
      on traced.transaction_id = piece.out_transaction_id
     and traced.method = piece.method
     and traced.order_variant = piece.order_variant
    where traced.is_headline
    group by piece.trace_id, piece.source_transaction_id
    order by sum(piece.amount_minor) desc, piece.trace_id, piece.source_transaction_id
    limit 1
)
select
    piece.method,
    piece.order_variant,
    piece.hop,
    piece.account_id,
    piece.in_transaction_id,
    piece.out_transaction_id,
    movement.booked_on,
    movement.beneficiary_account_id,
    piece.sink,
    sum(piece.amount_minor)::bigint as amount_minor,
    piece.currency
from mart.fragment as piece
join chosen
  on chosen.trace_id = piece.trace_id
 and chosen.source_transaction_id = piece.source_transaction_id
left join mart."transaction" as movement
  on movement.transaction_id = piece.out_transaction_id
group by all
order by piece.method, piece.order_variant, piece.hop, movement.booked_on, piece.out_transaction_id, piece.sink,
    piece.account_id, piece.in_transaction_id
