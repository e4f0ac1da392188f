/*
grain = "one row per piece of value that leads to a traced payment, by method, each at the size in which it left its account; what went elsewhere from the same accounts is counted when value is checked to be conserved, and not kept"

[columns]
trace_id              = "what was traced"
method                = "tracing method"
order_variant         = "order within a day that was assumed"
fragment_number       = "order of leaving among the pieces kept"
source_transaction_id = "traced credit that the value comes from"
account_id            = "account it passes through"
in_transaction_id     = "credit that brought it; null for an opening balance"
out_transaction_id    = "debit that took it: the payment, or a transfer on the way to it"
hop                   = "distance from the source"
sink                  = "moved_on, held, paid_out, fee, overdraft_repaid"
amount_minor          = "value, minor units of currency"
currency              = "currency"
amount_base_minor     = "value, base minor units"
*/
select
    piece.trace_id,
    piece.method,
    piece.order_variant,
    piece.fragment_number,
    piece.source_transaction_id,
    piece.account_id,
    piece.in_transaction_id,
    piece.out_transaction_id,
    piece.hop,
    piece.sink,
    piece.amount_minor,
    piece.currency,
    piece.amount_base_minor
from trace.fragment as piece
order by piece.trace_id, piece.method, piece.order_variant, piece.fragment_number
