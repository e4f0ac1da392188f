/*
grain = "one row per feed and check of the night, unmet ones first"

[parameters]
run_id = "night"
*/
select source_id, check_code, severity, observed, expected, is_met, explanation
from meta.data_quality
where run_id = $run_id
order by is_met, source_id, check_code
