/*
grain = "one row per decision at rest, case and alert of the case that it covers"

[columns]
is_founder = "the alert may found a case; alerts of the anomaly model only join one"
*/
with rest as (
    select *
    from cases.decision
    where effect = 'rest'
),
side as (
    select decision_id, 'payer' as side, payer_id as account_id from rest where scope_code = 'pair'
    union
    select decision_id, 'payee', payee_id from rest where scope_code = 'pair'
    union
    select rest.decision_id, 'payer', holder.account_id
    from rest
    join features.account_holder as holder
      on holder.party_id = rest.payer_id and holder.recorded_to is null
    union
    select rest.decision_id, 'payee', holder.account_id
    from rest
    join features.account_holder as holder
      on holder.party_id = rest.payee_id and holder.recorded_to is null
),
pair_payment as (
    select payer.decision_id, payment.transaction_id
    from side as payer
    join side as payee
      on payee.decision_id = payer.decision_id and payee.side = 'payee'
    join cases.cited_transaction as payment
      on payment.originator_account_id = payer.account_id
     and payment.beneficiary_account_id = payee.account_id
    where payer.side = 'payer'
    group by payer.decision_id, payment.transaction_id
),
pair_alert as (
    -- an alert that cites one payment of anybody else is not covered
    select paid.decision_id, evidence.alert_id
    from detect.alert_transaction as evidence
    join pair_payment as paid on paid.transaction_id = evidence.transaction_id
    join detect.alert as alert on alert.alert_id = evidence.alert_id
    group by paid.decision_id, evidence.alert_id
    having count(*) = min(alert.transaction_count)
),
covered_case as (
    select decision_id, standing_case_id as case_id
    from rest
    where scope_code = 'case' and standing_case_id = case_id
    union
    -- what was split from the case since was seen with it
    select rest.decision_id, event.case_id
    from rest
    join cases.lead_event as event
      on event.other_case_id = rest.case_id and event.event = 'split' and event.run_id > rest.seen_run_id
    where rest.scope_code = 'case'
),
covered as (
    select case_scope.decision_id, held.case_id, held.alert_id
    from covered_case as case_scope
    join cases.case_alert as held on held.case_id = case_scope.case_id
    union all
    select rest.decision_id, held.case_id, held.alert_id
    from rest
    join detect.alert as alert
      on alert.subject_id = rest.subject_id and alert.detector_id = rest.detector_id
    join cases.case_alert as held on held.alert_id = alert.alert_id
    where rest.scope_code = 'subject_detector'
    union all
    select pair_alert.decision_id, held.case_id, held.alert_id
    from pair_alert
    join cases.case_alert as held on held.alert_id = pair_alert.alert_id
)
select
    covered.decision_id,
    covered.case_id,
    covered.alert_id,
    alert.typology <> 'anomaly' as is_founder
from covered
join detect.alert as alert on alert.alert_id = covered.alert_id
order by covered.decision_id, covered.case_id, covered.alert_id
