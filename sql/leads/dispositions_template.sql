/*
grain = "one row per lead that the list shows, with empty columns to fill"

[parameters]
run_id        = "night"
base_currency = "base currency of the workspace"
*/
with about as (
    select
        held.case_id,
        string_agg(distinct alert.subject_id, ' ' order by alert.subject_id) as subjects,  -- alerts share subjects
        string_agg(distinct alert.detector_id, ' ' order by alert.detector_id) as detectors  -- and detectors
    from cases.case_alert as held
    join detect.alert as alert on alert.alert_id = held.alert_id
    group by held.case_id
)
select
    lead.rank,
    lead.lead_id,
    lead.run_id as listed_run_id,
    lead.typology,
    lead.change,
    about.subjects,
    about.detectors,
    lead.amount_base_minor as amount,
    $base_currency as base_currency,
    lead.status_code as current_status,
    lead.suppressed_until as current_until,
    null::varchar as status,
    null::varchar as reason,
    null::varchar as scope,
    null::varchar as subject_id,
    null::varchar as detector_id,
    null::varchar as payer_id,
    null::varchar as payee_id,
    null::varchar as decided_by,
    null::varchar as second_by,
    null::varchar as decided_on,
    null::varchar as suppressed_until,
    null::varchar as disseminated_to,
    null::varchar as value_frozen,
    null::varchar as currency,
    null::varchar as minutes_spent,
    null::varchar as remark
from cases.lead as lead
left join about on about.case_id = lead.case_id
where lead.run_id = $run_id
  and lead.listing not in ('below', 'resting')
order by list_position(['ranked', 'sample', 'in_work', 'suppressed', 'withdrawn'], lead.listing), lead.rank, lead.lead_id
