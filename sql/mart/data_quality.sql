/*
grain = "one row per night, feed and check"

[columns]
run_id      = "night"
source_id   = "feed"
check_code  = "check"
severity    = "stop, quarantine, count"
observed    = "value observed"
expected    = "what was expected"
is_met      = "met or not"
explanation = "what to do"
*/
select
    quality.run_id,
    quality.source_id,
    quality.check_code,
    quality.severity,
    quality.observed,
    quality.expected,
    quality.is_met,
    quality.explanation
from meta.data_quality as quality
order by quality.run_id, quality.source_id, quality.check_code
