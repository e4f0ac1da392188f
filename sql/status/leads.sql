/*
grain = "one row per lead above the line of a night, best first"

[parameters]
run_id = "night"
top    = "how many at most"
*/
select
    rank,
    lead_id,
    change,
    typology,
    alert_count,
    party_count,
    asset_count,
    transaction_count,
    amount_base_minor,
    traced_minimum_base_minor,
    traced_maximum_base_minor
from cases.lead
where run_id = $run_id
  and rank is not null
order by rank
limit $top
