/*
grain = "one row per case, asset, traced payment, method and order within a day"

[columns]
case_id           = "case"
asset_id          = "asset"
acquisition_id    = "acquisition that the payment was matched to"
transaction_id    = "payment"
method            = "tracing method"
order_variant     = "order within a day that was assumed"
is_headline       = "the method that the profile names"
price_base_minor  = "price, base minor units"
traced_base_minor = "value traced into the payment, base minor units"
match_score       = "strength of the match, 0 to 1"
match_reasons     = "what agrees and what differs"
run_id            = "night that traced it"
*/
select
    traced.case_id,
    traced.asset_id,
    traced.acquisition_id,
    traced.transaction_id,
    traced.method,
    traced.order_variant,
    traced.is_headline,
    traced.price_base_minor,
    traced.traced_base_minor,
    traced.match_score,
    traced.match_reasons,
    traced.run_id
from cases.case_asset_trace as traced
order by traced.case_id, traced.asset_id, traced.transaction_id, traced.method, traced.order_variant
