/*
grain = "one row per case that staff decided something about: what came of it, when, and at what cost"

[columns]
outcome                  = "useful, not_useful, none: of the last decision that came to something"
outcome_on               = "day of that decision"
outcome_status_code      = "that decision"
label                    = "positive, negative, none: what may be learned from it"
seen_listing             = "how the list that it looked at had the lead: ranked, sample, …"
days_to_outcome          = "days from the night that first saw the case"
requested_on             = "day of the first request"
disseminated_on          = "day of the first dissemination"
frozen_on                = "day of the first freeze"
days_to_freeze           = "days from the night that first saw the case to the first freeze"
value_frozen_base_minor  = "value frozen, base minor units; decisions of different days add up"
unvalued_count           = "freezes whose value is in a currency without a rate; not in the sum"
review_minutes           = "minutes of review over all decisions; null when none says"

[parameters]
base_currency = "base currency of the workspace"
*/
with valued as (
    select
        decision.decision_id,
        arg_min(
            -- half up, at the rate of the day, else of the nearest day known
            (decision.value_frozen_minor::hugeint * rate.numerator * 2 + rate.denominator) // (rate.denominator::hugeint * 2),
            (abs(rate.rated_on - decision.decided_on), rate.rated_on)
        ) as value_base_minor
    from cases.decision as decision
    join core.fx_daily as rate on rate.currency = decision.currency
    where decision.value_frozen_minor is not null
      and decision.currency <> $base_currency
    group by decision.decision_id
),
said as (
    select
        decision.*,
        case when decision.currency = $base_currency then decision.value_frozen_minor else valued.value_base_minor end::bigint as value_base_minor,
        effect.outcome,
        effect.label
    from cases.decision as decision
    join cases.disposition_effect as effect on effect.status_code = decision.status_code
    left join valued on valued.decision_id = decision.decision_id
),
summed as (
    select
        standing_case_id as case_id,
        coalesce(arg_max(outcome, place) filter (where outcome <> 'none'), 'none') as outcome,
        arg_max(decided_on, place) filter (where outcome <> 'none') as outcome_on,
        arg_max(status_code, place) filter (where outcome <> 'none') as outcome_status_code,
        coalesce(arg_max(label, place) filter (where outcome <> 'none'), 'none') as label,
        arg_max(seen_run_id, place) as seen_run_id,
        min(decided_on) filter (where status_code = 'request_sent') as requested_on,
        min(decided_on) filter (where status_code = 'disseminated') as disseminated_on,
        min(decided_on) filter (where status_code = 'frozen') as frozen_on,
        coalesce(sum(value_base_minor) filter (where status_code = 'frozen'), 0)::bigint as value_frozen_base_minor,
        count(*) filter (where status_code = 'frozen' and value_frozen_minor is not null and value_base_minor is null) as unvalued_count,
        sum(minutes_spent)::bigint as review_minutes
    from said
    group by standing_case_id
)
select
    summed.case_id,
    summed.outcome,
    summed.outcome_on,
    summed.outcome_status_code,
    summed.label,
    lead.listing as seen_listing,
    summed.outcome_on - strptime(substr(work_item.minted_run_id, 2), '%Y%m%d')::date as days_to_outcome,
    summed.requested_on,
    summed.disseminated_on,
    summed.frozen_on,
    summed.frozen_on - strptime(substr(work_item.minted_run_id, 2), '%Y%m%d')::date as days_to_freeze,
    summed.value_frozen_base_minor,
    summed.unvalued_count,
    summed.review_minutes
from summed
join cases."case" as work_item on work_item.case_id = summed.case_id
left join cases.lead as lead on lead.case_id = summed.case_id and lead.run_id = summed.seen_run_id
order by summed.case_id
