/*
grain = "one row per case, asset, tracing method and order within a day"
*/
select
    case_id,
    asset_id,
    method,
    order_variant,
    bool_or(is_headline) as is_headline,
    sum(traced_base_minor)::bigint as traced_base_minor
from cases.case_asset_trace
group by case_id, asset_id, method, order_variant
order by case_id, asset_id, method, order_variant
