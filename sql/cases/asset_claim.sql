/*
grain = "one row per case and traced payment that the case has a claim to: it cites where the money came from, or, where no case does, it is the case about the way that the money took"

[columns]
case_id    = "case"
trace_id   = "payment that is traced"
is_of_way  = "the claim stands on the way, not on the sources"

[parameters.least_asset_ratio]
default = 0.05
unit    = "share of the payment"
meaning = "least part of a payment that must come from a case's transactions, by the headline method, for the asset to be the case's, inclusive"

[parameters.least_way_ratio]
default = 0.5
unit    = "share of a case's transactions"
meaning = "or least part of what its alerts cite that lies on the way to the payment, when no case cites the sources, inclusive: a case about something else that touches the way has no claim"
*/
with carried_share as (
    select
        evidence.case_id,
        carried.trace_id,
        carried.order_variant,
        sum(carried.carried_base_minor)::hugeint as carried_base_minor,
        min(carried.payment_base_minor) as payment_base_minor
    from cases.case_evidence as evidence
    join cases.carried as carried
      on carried.transaction_id = evidence.transaction_id
     and carried.is_headline
    group by evidence.case_id, carried.trace_id, carried.order_variant
),
from_sources as (
    select case_id, trace_id
    from carried_share
    where carried_base_minor >= $least_asset_ratio * payment_base_minor
    group by case_id, trace_id
),
way as (
    select trace_id, transaction_id, false as is_payment from trace.cone_credit
    union
    select trace_id, transaction_id, true from trace.cone_start
),
measured as (
    select
        behind.case_id,
        behind.trace_id,
        bool_or(way.is_payment) as is_paying,
        count(*)::double / min(evidence.case_count)::double as way_ratio
    from cases.way_alert as behind
    join way
      on way.trace_id = behind.trace_id
    join cases.case_evidence as evidence
      on evidence.case_id = behind.case_id
     and evidence.transaction_id = way.transaction_id
    where behind.trace_id not in (select trace_id from from_sources)
    group by behind.case_id, behind.trace_id
),
placed as (
    -- equally good claims stand side by side: no identifier decides between them
    select
        case_id,
        trace_id,
        rank() over (partition by trace_id order by is_paying desc, way_ratio desc) as place
    from measured
    where is_paying or way_ratio >= $least_way_ratio
)
select case_id, trace_id, false as is_of_way from from_sources
union all
select case_id, trace_id, true from placed where place = 1
order by case_id, trace_id
