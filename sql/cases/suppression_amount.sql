/*
grain = "one row per decision at rest: what staff had seen of it, and what it is now"

[columns]
seen_amount_base_minor    = "of scope case the whole case, of subject_detector its largest alert, of pair its largest payment, as far as staff had seen"
present_amount_base_minor = "the same over all that is known now"
*/
with item as (
    select covering.decision_id, covering.decision_id as unit_id, held.transaction_id
    from cases.suppression_cover as covering
    join cases.decision as decision on decision.decision_id = covering.decision_id
    join cases.case_transaction as held on held.case_id = covering.case_id
    where decision.scope_code = 'case'
    union  -- alerts share transactions
    select
        covering.decision_id,
        case when decision.scope_code = 'pair' then evidence.transaction_id else covering.alert_id end,
        evidence.transaction_id
    from cases.suppression_cover as covering
    join cases.decision as decision on decision.decision_id = covering.decision_id
    join detect.alert_transaction as evidence on evidence.alert_id = covering.alert_id
    where decision.scope_code <> 'case'
),
first_seen as (
    select item_id, min(first_run_id) as first_run_id
    from cases.case_seen
    where kind = 'transaction'
      and item_id in (select transaction_id from item)
    group by item_id
),
unit as (
    select
        item.decision_id,
        item.unit_id,
        sum(cited.amount_base_minor) as present_minor,
        sum(cited.amount_base_minor) filter (where first_seen.first_run_id <= decision.seen_run_id) as seen_minor
    from item
    join cases.decision as decision on decision.decision_id = item.decision_id
    join cases.cited_transaction as cited on cited.transaction_id = item.transaction_id
    join first_seen on first_seen.item_id = item.transaction_id
    group by item.decision_id, item.unit_id
)
select
    decision_id,
    max(seen_minor)::bigint as seen_amount_base_minor,
    max(present_minor)::bigint as present_amount_base_minor
from unit
group by decision_id
order by decision_id
