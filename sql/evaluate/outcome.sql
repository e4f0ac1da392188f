/*
grain = "one row per alert that a decision of staff labels"

[columns]
alert_id      = "alert"
detector_id   = "detector"
case_id       = "case"
is_positive   = "the case was useful: disseminated, request sent, frozen"
outcome_on    = "day of the decision"
is_mature     = "the outcome is at least as old as half of all cases needed to come to theirs: younger ones over-represent what is quickly decided"

[parameters]
as_of = "night"
*/
with pace as (
    select median(days_to_outcome) as median_days
    from cases.outcome
    where outcome <> 'none'
),
labelled as (
    -- a decision about a case labels its alerts; what a narrower one covers is labelled by that alone
    select held.alert_id, outcome.case_id, outcome.label, outcome.outcome_on, 1 as place
    from cases.outcome as outcome
    join cases.case_alert as held on held.case_id = outcome.case_id
    where outcome.label <> 'none'
      and outcome.outcome_status_code in (
          select status_code from cases.decision
          where standing_case_id = outcome.case_id and scope_code = 'case'
      )
    union all
    select covering.alert_id, covering.case_id, effect.label, decision.decided_on, 2
    from cases.suppression_cover as covering
    join cases.decision as decision on decision.decision_id = covering.decision_id
    join cases.disposition_effect as effect on effect.status_code = decision.status_code
    where decision.scope_code <> 'case'
      and effect.label <> 'none'
),
chosen as (
    select
        alert_id,
        arg_max(case_id, (place, outcome_on, case_id)) as case_id,
        arg_max(label, (place, outcome_on, case_id)) as label,
        arg_max(outcome_on, (place, outcome_on, case_id)) as outcome_on
    from labelled
    group by alert_id
)
select
    chosen.alert_id,
    alert.detector_id,
    chosen.case_id,
    chosen.label = 'positive' as is_positive,
    chosen.outcome_on,
    $as_of - chosen.outcome_on >= pace.median_days as is_mature
from chosen
join detect.alert as alert on alert.alert_id = chosen.alert_id
cross join pace
order by chosen.alert_id
