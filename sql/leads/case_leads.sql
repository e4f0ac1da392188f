/*
grain = "one row per listed lead"

[parameters]
run_id        = "night"
as_of         = "date of the night"
base_currency = "base currency of the workspace"
*/
with listed as (
    select *
    from cases.lead
    where run_id = $run_id
      and listing not in ('below', 'resting')
),
alert as (
    select
        held.case_id,
        string_agg(distinct alert.subject_id, ' ' order by alert.subject_id) as subject_ids,  -- alerts share subjects
        string_agg(alert.alert_id, ' ' order by alert.alert_id) as alert_ids
    from cases.case_alert as held
    join detect.alert as alert on alert.alert_id = held.alert_id
    where held.case_id in (select case_id from listed)
    group by held.case_id
),
named as (
    select
        held.case_id,
        string_agg(distinct identity.value, '; ' order by identity.value) as subject_names  -- several names and feeds
    from cases.case_party as held
    join core.party_identity as identity
      on identity.party_id = held.party_id and identity.identity_kind = 'name'
    where held.role in ('subject', 'holder')
      and held.case_id in (select case_id from listed)
    group by held.case_id
)
select
    listed.rank,
    listed.lead_id,
    listed.case_id,
    $as_of as night,
    listed.listing,
    listed.change,
    listed.change_detail,
    listed.status_code as status,
    listed.status_on,
    listed.suppressed_until,
    listed.suppression_reason,
    listed.suppressed_alert_count,
    work_item.state,
    strptime(substr(work_item.minted_run_id, 2), '%Y%m%d')::date as first_night,
    listed.typology,
    alert.subject_ids,
    named.subject_names,
    listed.band_urgency,
    listed.band_basis,
    listed.band_value,
    listed.band_harm,
    listed.band_confidence,
    listed.band_novelty,
    listed.band_reasons,
    listed.priority,
    listed.score,
    listed.money_at_risk_base_minor as money_at_risk,
    listed.is_tied,
    listed.amount_base_minor as amount,
    listed.traced_minimum_base_minor as traced_minimum,
    listed.traced_maximum_base_minor as traced_maximum,
    listed.traced_headline_base_minor as traced_headline,
    $base_currency as base_currency,
    listed.start_on,
    listed.end_on,
    listed.alert_count,
    listed.detector_count,
    listed.transaction_count,
    listed.party_count,
    listed.asset_count,
    alert.alert_ids,
    'dossiers/' || listed.lead_id || '.html' as dossier
from listed
join cases."case" as work_item on work_item.case_id = listed.case_id
left join alert on alert.case_id = listed.case_id
left join named on named.case_id = listed.case_id
order by list_position(['ranked', 'sample', 'in_work', 'suppressed', 'withdrawn'], listed.listing), listed.rank, listed.lead_id
