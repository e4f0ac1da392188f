/*
grain = "one row per decision at rest and case that it helps to hide: every alert that founds the case is covered"

[parameters]
as_of = "date of the night"
*/
with possible as (
    select covering.decision_id, covering.case_id, covering.alert_id
    from cases.suppression_cover as covering
    join cases.decision as decision on decision.decision_id = covering.decision_id
    left join cases.suppression as known on known.decision_id = covering.decision_id
    where covering.is_founder
      and decision.suppressed_until >= $as_of
      and not decision.is_lifted
      and coalesce(known.state = 'in_force' or known.suppressed_until <> decision.suppressed_until, true)
),
founded as (
    select held.case_id, count(*) as founder_count
    from cases.case_alert as held
    join detect.alert as alert on alert.alert_id = held.alert_id
    where alert.typology <> 'anomaly'
    group by held.case_id
),
whole as (
    select possible.case_id
    from possible
    join founded on founded.case_id = possible.case_id
    group by possible.case_id
    having count(distinct possible.alert_id) = min(founded.founder_count)  -- decisions may overlap
)
select possible.decision_id, possible.case_id
from possible
join whole on whole.case_id = possible.case_id
group by possible.decision_id, possible.case_id
order by possible.decision_id, possible.case_id
