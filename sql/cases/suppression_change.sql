/*
grain = "one row per decision at rest and material change: each ends it"

[parameters.more_percent]
default = 25
unit    = "percent"
meaning = "evidence that exceeds what staff had seen by more than this is material"
*/
with grown as (
    select
        decision_id,
        1 as place,
        'evidence grew by ' || (present_amount_base_minor * 100 // seen_amount_base_minor - 100) || ' %' as change
    from cases.suppression_amount
    where seen_amount_base_minor > 0
      and present_amount_base_minor::hugeint * 100 > seen_amount_base_minor::hugeint * (100 + $more_percent)
),
first_seen as (
    select item_id as asset_id, min(first_run_id) as first_run_id
    from cases.case_seen
    where kind = 'asset'
    group by item_id
),
found as (
    select
        hidden.decision_id,
        2 as place,
        'an asset that was not seen: ' || min(linked.asset_id) as change
    from cases.suppression_hidden as hidden
    join cases.decision as decision on decision.decision_id = hidden.decision_id
    join cases.case_asset as linked on linked.case_id = hidden.case_id
    join first_seen on first_seen.asset_id = linked.asset_id
    where first_seen.first_run_id > decision.seen_run_id
    group by hidden.decision_id
),
banded as (
    select run_id, case_id, unnest(['urgency', 'basis', 'value', 'harm', 'confidence']) as band,
        unnest([band_urgency, band_basis, band_value, band_harm, band_confidence]) as height
    from cases.lead
),
seen_band as (
    -- of the case itself where a list had it, else of the case that the decision was taken on
    select
        hidden.decision_id,
        hidden.case_id,
        past.band,
        arg_max(past.height, (past.case_id = hidden.case_id, past.run_id)) as height
    from cases.suppression_hidden as hidden
    join cases.decision as decision on decision.decision_id = hidden.decision_id
    join banded as past
      on past.case_id in (hidden.case_id, decision.case_id) and past.run_id <= decision.seen_run_id
    group by hidden.decision_id, hidden.case_id, past.band
),
present_band as (
    select case_id, unnest(['urgency', 'basis', 'value', 'harm', 'confidence']) as band,
        unnest([band_urgency, band_basis, band_value, band_harm, band_confidence]) as height
    from cases.lead_band
),
founded_since as (
    -- a model that merely joins a case makes it no surer
    select hidden.decision_id, hidden.case_id
    from cases.suppression_hidden as hidden
    join cases.decision as decision on decision.decision_id = hidden.decision_id
    join cases.case_alert as held on held.case_id = hidden.case_id
    join detect.alert as alert on alert.alert_id = held.alert_id
    where alert.typology <> 'anomaly'
      and alert.first_run_id > decision.seen_run_id
    group by hidden.decision_id, hidden.case_id
),
risen as (
    select
        seen.decision_id,
        3 as place,
        'band ' || seen.band || ' rose from ' || seen.height || ' to ' || present.height as change
    from seen_band as seen
    join present_band as present on present.case_id = seen.case_id and present.band = seen.band
    left join founded_since on founded_since.decision_id = seen.decision_id and founded_since.case_id = seen.case_id
    where present.height > seen.height
      and (seen.band <> 'confidence' or founded_since.case_id is not null)
      -- evidence that is merely younger raises urgency; an asset for sale does so to the top
      and (seen.band <> 'urgency' or present.height = 4)
)
select decision_id, place, change from grown
union all
select decision_id, place, change from found
union all
select decision_id, place, change from risen
order by decision_id, place, change
