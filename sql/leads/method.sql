/*
grain = "one row per listed lead, asset, tracing method and order within a day"

[parameters]
run_id = "night"
*/
select
    lead.lead_id,
    traced.asset_id,
    traced.method,
    traced.order_variant,
    bool_or(traced.is_headline) as is_headline,
    sum(traced.traced_base_minor)::bigint as traced_base_minor
from cases.lead as lead
join cases.case_asset_trace as traced on traced.case_id = lead.case_id
where lead.run_id = $run_id
  and lead.listing not in ('below', 'resting')
group by lead.lead_id, traced.asset_id, traced.method, traced.order_variant
order by lead.lead_id, traced.asset_id, traced.method, traced.order_variant
