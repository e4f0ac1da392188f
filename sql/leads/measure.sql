/*
grain = "one row per listed lead, asset, person, measure and condition"

[parameters]
run_id = "night"
*/
select
    lead.lead_id,
    test.asset_id,
    test.party_id,
    test.measure_code,
    test.condition_code,
    test.result,
    test.explanation,
    test.evidence,
    test.settled_by
from cases.lead as lead
join cases.case_asset as linked on linked.case_id = lead.case_id
join trace.measure_test as test on test.asset_id = linked.asset_id
where lead.run_id = $run_id
  and lead.listing not in ('below', 'resting')
order by lead.lead_id, test.asset_id, test.measure_code, test.party_id, test.condition_code
