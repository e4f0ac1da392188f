/*
grain = "one row per case that staff said something about, or that suppressions cover in part"

[columns]
off_list = "why the lead takes no place of the list: suppressed, in_work; null when it may"
*/
with latest as (
    select
        standing_case_id as case_id,
        arg_max(status_code, place) as status_code,
        arg_max(decided_on, place) as status_on,
        arg_max(effect, place) as effect
    from cases.decision
    where scope_code = 'case'
    group by standing_case_id
),
in_force as (
    select covering.case_id, covering.alert_id, covering.is_founder, rest.*  exclude (case_id)
    from cases.suppression_cover as covering
    join cases.suppression as rest on rest.decision_id = covering.decision_id
    where rest.state = 'in_force'
),
founded as (
    select held.case_id, count(*) as founder_count
    from cases.case_alert as held
    join detect.alert as alert on alert.alert_id = held.alert_id
    where alert.typology <> 'anomaly'
    group by held.case_id
),
covered as (
    select
        in_force.case_id,
        count(distinct in_force.alert_id) as alert_count,  -- suppressions may overlap
        count(distinct in_force.alert_id) filter (where in_force.is_founder) as founder_count,
        coalesce(
            max(in_force.suppressed_until) filter (where in_force.scope_code = 'case'),
            min(in_force.suppressed_until)
        ) as suppressed_until,
        string_agg(distinct in_force.scope_code || ': ' || coalesce(in_force.reason_code, in_force.status_code), '; '
            order by in_force.scope_code || ': ' || coalesce(in_force.reason_code, in_force.status_code)) as suppression_reason
    from in_force
    group by in_force.case_id
)
select
    coalesce(latest.case_id, covered.case_id) as case_id,
    coalesce(latest.status_code, 'open') as status_code,
    latest.status_on,
    case when covered.founder_count = founded.founder_count then covered.suppressed_until end as suppressed_until,
    covered.suppression_reason,
    coalesce(covered.alert_count, 0) as suppressed_alert_count,
    case
        when covered.founder_count = founded.founder_count then 'suppressed'
        when latest.effect = 'work' then 'in_work'
    end as off_list
from latest
full outer join covered on covered.case_id = latest.case_id
left join founded on founded.case_id = covered.case_id
order by 1
