/*
grain = "one row per case, asset, traced payment, method and order: tonight's trace of the case's evidence, and earlier traces whose payment has left the window"

[parameters]
first_on = "first day of the examined window"
*/
with evidence as (
    -- several alerts of a case may cite one transaction
    select distinct
        identity.case_id,
        cited.transaction_id
    from cases.group_identity as identity
    join cases.group_alert as grouped
      on grouped.group_number = identity.group_number
    join detect.alert_transaction as cited
      on cited.alert_id = grouped.alert_id
),
carried as (
    select
        trace_id,
        source_transaction_id as transaction_id
    from trace.fragment
    where method <> 'poison'
    union
    select trace_id, transaction_id
    from trace.asset_trace
),
linked as (
    select
        evidence.case_id,
        carried.trace_id
    from evidence
    join carried
      on carried.transaction_id = evidence.transaction_id
    group by evidence.case_id, carried.trace_id
)
select
    linked.case_id,
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
from trace.asset_trace as traced
join linked
  on linked.trace_id = traced.trace_id
where traced.method <> 'poison'
union all
select
    earlier.case_id,
    earlier.asset_id,
    earlier.acquisition_id,
    earlier.transaction_id,
    earlier.method,
    earlier.order_variant,
    earlier.is_headline,
    earlier.price_base_minor,
    earlier.traced_base_minor,
    earlier.match_score,
    earlier.match_reasons,
    earlier.run_id
from cases.case_asset_trace as earlier
join cases.cited_transaction as payment
  on payment.transaction_id = earlier.transaction_id
where payment.booked_on < $first_on
  and earlier.case_id in (select case_id from cases.group_identity)
order by case_id, asset_id, transaction_id, method, order_variant
