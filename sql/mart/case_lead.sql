/*
grain = "one row per lead and night, those below the line among them"

[columns]
as_of                      = "date of the night"
is_latest                  = "of the night of this snapshot"
case_id                    = "case"
lead_id                    = "identifier shown to staff"
run_id                     = "night"
change                     = "new, changed, unchanged, aged, withdrawn"
change_detail              = "what changed, in words"
listing                    = "ranked, below (the line), sample (drawn from below the line), in_work (staff work on it), suppressed (staff put it to rest, and it has news), resting (at rest without news), withdrawn"
rank                       = "place in the list; null below the line"
priority                   = "bands in order as one number, 0 to 1"
band_urgency               = "0 to 4: deadline and dissipation"
band_basis                 = "0 to 4: conditions of a legal basis that the data supports"
band_value                 = "0 to 4: expected recoverable value"
band_harm                  = "0 to 4: organised crime, public function, contracts, lists"
band_confidence            = "0 to 4: how many detectors agree"
band_novelty               = "0 to 4: new, changed, known"
band_reasons               = "fact that decided each band"
typology                   = "leading typology"
score                      = "mean score of the alerts"
alert_count                = "alerts"
detector_count             = "different detectors"
party_count                = "parties"
asset_count                = "assets"
transaction_count          = "transactions"
amount_base_minor          = "sum of the transactions cited, base minor units"
traced_minimum_base_minor  = "smallest value traced into assets, base minor units"
traced_maximum_base_minor  = "largest value traced into assets, base minor units"
traced_headline_base_minor = "value traced by the headline method, base minor units"
money_at_risk_base_minor   = "value a day, base minor units: breaks ties"
recoverable_base_minor     = "what the band of value is taken from, base minor units"
asset_value_base_minor     = "net value of the case's assets, base minor units"
is_tied                    = "equal to another lead in everything but the identifier"
start_on                   = "first day of the evidence"
end_on                     = "last day of the evidence"
status_code                = "what staff decided last: open, in_analysis, disseminated, request_sent, frozen, nfa_…, false_positive, suppressed"
status_on                  = "day of that decision"
suppressed_until           = "last day on which suppressions hide the lead"
suppression_reason         = "what the suppressions that cover its alerts are about, and why"
suppressed_alert_count     = "alerts that a suppression covers"
state                      = "of the case now: open, aged, withdrawn, merged"
minted_run_id              = "night that first saw the case"
successor_case_id          = "case it was merged into"

[parameters]
run_id = "night"
*/
select
    strptime(substr(lead.run_id, 2), '%Y%m%d')::date as as_of,
    lead.run_id = $run_id as is_latest,
    lead.case_id,
    lead.lead_id,
    lead.run_id,
    lead.change,
    lead.change_detail,
    lead.listing,
    lead.rank,
    lead.priority,
    lead.band_urgency,
    lead.band_basis,
    lead.band_value,
    lead.band_harm,
    lead.band_confidence,
    lead.band_novelty,
    lead.band_reasons,
    lead.typology,
    lead.score,
    lead.alert_count,
    lead.detector_count,
    lead.party_count,
    lead.asset_count,
    lead.transaction_count,
    lead.amount_base_minor,
    lead.traced_minimum_base_minor,
    lead.traced_maximum_base_minor,
    lead.traced_headline_base_minor,
    lead.money_at_risk_base_minor,
    lead.recoverable_base_minor,
    lead.asset_value_base_minor,
    lead.is_tied,
    lead.start_on,
    lead.end_on,
    lead.status_code,
    lead.status_on,
    lead.suppressed_until,
    lead.suppression_reason,
    lead.suppressed_alert_count,
    work_item.state,
    work_item.minted_run_id,
    work_item.successor_case_id
from cases.lead as lead
join cases."case" as work_item
  on work_item.case_id = lead.case_id
order by lead.run_id, lead.rank nulls last, lead.case_id
