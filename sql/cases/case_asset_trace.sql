/*
grain = "one row per case, asset, traced payment, method and order: the part of tonight's traced value that comes from the case's own transactions, and earlier traces, its own and those of cases merged into it tonight, whose payment has left the window"

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
),
earlier as (
    select
        inherited.case_id as heir_case_id,
        held.*,
        row_number() over (
            partition by
                inherited.case_id, held.asset_id, held.transaction_id, held.method,
                held.order_variant
            order by
                case when held.case_id = inherited.case_id then 0 else 1 end, held.case_id
        ) as place
    from cases.inherited as inherited
    join cases.case_asset_trace as held
      on held.case_id = inherited.from_case_id
    join cases.cited_transaction as payment
      on payment.transaction_id = held.transaction_id
    where payment.booked_on < $first_on
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
    heir_case_id,
    asset_id,
    acquisition_id,
    transaction_id,
    method,
    order_variant,
    is_headline,
    price_base_minor,
    traced_base_minor,
    match_score,
    match_reasons,
    run_id
from earlier
where place = 1
order by case_id, asset_id, transaction_id, method, order_variant
