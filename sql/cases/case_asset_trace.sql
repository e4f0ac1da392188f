/*
grain = "one row per case, asset, traced payment, method and order: the part of tonight's traced value that comes from the case's own transactions, and earlier traces whose payment has left the window"

[parameters]
first_on = "first day of the examined window"
*/
with evidence as (
    select
        claim.case_id,
        claim.trace_id,
        cited.transaction_id
    from cases.asset_claim as claim
    join cases.case_evidence as cited
      on cited.case_id = claim.case_id
    union
    -- an alert that cites the way, not its beginning, speaks for what came along it
    select
        claim.case_id,
        claim.trace_id,
        source.transaction_id
    from cases.asset_claim as claim
    join cases.way_alert as behind
      on behind.case_id = claim.case_id
     and behind.trace_id = claim.trace_id
    join trace.cone_source as source
      on source.trace_id = behind.trace_id
     and source.is_root
),
own as (
    select
        evidence.case_id,
        carried.trace_id,
        carried.method,
        carried.order_variant,
        sum(carried.carried_base_minor)::bigint as traced_base_minor
    from evidence
    join cases.carried as carried
      on carried.trace_id = evidence.trace_id
     and carried.transaction_id = evidence.transaction_id
    group by evidence.case_id, carried.trace_id, carried.method, carried.order_variant
)
select
    claim.case_id,
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
from cases.asset_claim as claim
join trace.asset_trace as traced
  on traced.trace_id = claim.trace_id
left join own
  on own.case_id = claim.case_id
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
