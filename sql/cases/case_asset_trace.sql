/*
grain = "one row per case, asset, traced payment, method and order: the part of tonight's traced value that comes from the case's own transactions, and earlier traces whose payment has left the window"

[parameters]
first_on = "first day of the examined window"

[parameters.least_asset_ratio]
default = 0.05
unit    = "share of the payment"
meaning = "least part of a payment that must come from a case's transactions, by some method, for the asset to be the case's, inclusive"
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
    union
    -- an alert that cites the way, not its beginning, speaks for what came along it
    select
        identity.case_id,
        source.transaction_id
    from cases.group_identity as identity
    join cases.group_alert as grouped
      on grouped.group_number = identity.group_number
    join trace.cone_alert as behind
      on behind.alert_id = grouped.alert_id
     and behind.is_main
     and not behind.is_weak
    join trace.cone_source as source
      on source.trace_id = behind.trace_id
     and source.is_root
),
own as (
    select
        evidence.case_id,
        carried.trace_id,
        carried.asset_id,
        carried.acquisition_id,
        carried.payment_id,
        carried.method,
        carried.order_variant,
        carried.is_headline,
        min(carried.price_base_minor) as price_base_minor,
        sum(carried.carried_base_minor)::bigint as traced_base_minor,
        min(carried.payment_base_minor) as payment_base_minor,
        min(carried.match_score) as match_score,
        min(carried.match_reasons) as match_reasons
    from evidence
    join cases.carried as carried
      on carried.transaction_id = evidence.transaction_id
    group by
        evidence.case_id, carried.trace_id, carried.asset_id, carried.acquisition_id,
        carried.payment_id, carried.method, carried.order_variant, carried.is_headline
),
material as (
    select case_id, trace_id
    from own
    group by case_id, trace_id
    having max(traced_base_minor) >= $least_asset_ratio * min(payment_base_minor)
)
select
    material.case_id,
    traced.asset_id,
    traced.acquisition_id,
    traced.transaction_id,
    traced.method,
    traced.order_variant,
    traced.is_headline,
    traced.price_base_minor,
    coalesce(own.traced_base_minor, 0) as traced_base_minor,
    traced.match_score,
    traced.match_reasons,
    traced.run_id
from material
join trace.asset_trace as traced
  on traced.trace_id = material.trace_id
left join own
  on own.case_id = material.case_id
 and own.trace_id = traced.trace_id
 and own.method = traced.method
 and own.order_variant = traced.order_variant
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
