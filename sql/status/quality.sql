/*
grain = "one row per check of the newest night that was not met"
*/
select
    source_id,
    check_code,
    severity,
    observed,
    expected,
    explanation
from meta.data_quality
where run_id = (select max(run_id) from meta.run)
  and not is_met
order by source_id, check_code
