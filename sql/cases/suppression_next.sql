/*
grain = "one row per decision that puts something to rest, as it stands after tonight"

[parameters]
run_id = "night"
as_of  = "date of the night"
*/
with material as (
    select decision_id, string_agg(change, '; ' order by place, change) as changes
    from cases.suppression_change
    group by decision_id
),
judged as (
    select
        decision.*,
        -- one that had ended and was renewed by a corrected last day begins tonight
        coalesce(
            case when known.state = 'in_force' or known.suppressed_until = decision.suppressed_until then known.started_run_id end,
            $run_id
        ) as started_run_id,
        amount.seen_amount_base_minor,
        amount.present_amount_base_minor,
        -- what has ended stays so, unless the row was corrected to another last day
        known.state <> 'in_force' and known.suppressed_until = decision.suppressed_until as is_over,
        known.state as known_state,
        known.ended_run_id as known_ended_run_id,
        known.end_reason as known_end_reason,
        case
            when decision.is_lifted then 'lifted'
            when decision.suppressed_until < $as_of then 'expired'
            when decision.scope_code = 'case' and decision.standing_case_id <> decision.case_id then 'ended_early'
            when material.changes is not null then 'ended_early'
            else 'in_force'
        end as judged_state,
        case
            when decision.is_lifted then 'a later decision'
            when decision.suppressed_until < $as_of then 'its last day is over'
            when decision.scope_code = 'case' and decision.standing_case_id <> decision.case_id
                then 'merged into ' || decision.standing_case_id
            else material.changes
        end as judged_reason
    from cases.decision as decision
    left join cases.suppression as known on known.decision_id = decision.decision_id
    left join cases.suppression_amount as amount on amount.decision_id = decision.decision_id
    left join material on material.decision_id = decision.decision_id
    where decision.effect = 'rest'
)
select
    decision_id, case_id, status_code, reason_code, scope_code, subject_id, detector_id, payer_id, payee_id,
    decided_on,
    suppressed_until,
    seen_run_id,
    seen_amount_base_minor,
    present_amount_base_minor,
    case when is_over then known_state else judged_state end as state,
    started_run_id,
    case when is_over then known_ended_run_id when judged_state <> 'in_force' then $run_id end as ended_run_id,
    case when is_over then known_end_reason else judged_reason end as end_reason
from judged
union all
select
    known.decision_id, known.case_id, known.status_code, known.reason_code, known.scope_code, known.subject_id, known.detector_id, known.payer_id, known.payee_id,
    known.decided_on,
    known.suppressed_until,
    known.seen_run_id,
    known.seen_amount_base_minor,
    known.present_amount_base_minor,
    case when known.state = 'in_force' then 'lifted' else known.state end,
    known.started_run_id,
    case when known.state = 'in_force' then $run_id else known.ended_run_id end,
    case when known.state = 'in_force' then 'the decision was taken back' else known.end_reason end
from cases.suppression as known
left join cases.decision as decision on decision.decision_id = known.decision_id and decision.effect = 'rest'
where decision.decision_id is null
order by decision_id
