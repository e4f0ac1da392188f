/*
grain = "one row per decision of staff that holds as recorded; who decided and remarks stay in the workspace"

[columns]
decision_id        = "decision"
case_id            = "case of the lead that it was taken on"
standing_case_id   = "case that stands for it now: itself, or what it was merged into"
status_code        = "what was decided"
reason_code        = "why, for what is put to rest"
scope_code         = "what a suppression covers: case, subject_detector, pair"
subject_id         = "account or party of the alerts"
detector_id        = "detector of the alerts"
payer_id           = "account or party that pays"
payee_id           = "account or party that is paid"
decided_on         = "day of the decision"
recorded_from      = "night that took it in"
seen_run_id        = "night of the list that it looked at"
disseminated_to    = "authority or office that was told or asked"
value_frozen_minor = "value frozen, minor units of currency"
currency           = "currency of value_frozen_minor"
minutes_spent      = "minutes of review"
suppressed_until   = "last day of what it puts to rest; null for other decisions"
rest_state         = "in_force, expired, ended_early, lifted; null for other decisions"
rest_ended_run_id  = "night that ended it"
rest_end_reason    = "why it ended, in words"
*/
select
    decision.decision_id,
    decision.case_id,
    decision.standing_case_id,
    decision.status_code,
    decision.reason_code,
    decision.scope_code,
    decision.subject_id,
    decision.detector_id,
    decision.payer_id,
    decision.payee_id,
    decision.decided_on,
    decision.recorded_from,
    decision.seen_run_id,
    decision.disseminated_to,
    decision.value_frozen_minor,
    decision.currency,
    decision.minutes_spent,
    decision.suppressed_until,
    rest.state as rest_state,
    rest.ended_run_id as rest_ended_run_id,
    rest.end_reason as rest_end_reason
from cases.decision as decision
left join cases.suppression as rest on rest.decision_id = decision.decision_id
order by decision.place
