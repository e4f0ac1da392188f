/*
grain = "one row per asset, person, measure and condition; a measure secures property or information, it is no basis of confiscation"

[columns]
asset_id       = "asset"
party_id       = "person or company the condition is about"
profile_id     = "jurisdiction profile"
measure_code   = "measure of the profile"
condition_code = "condition of the measure"
result         = "supported, contradicted, unknown, for_the_court"
explanation    = "facts that say so"
evidence       = "rows that say so"
settled_by     = "register or office that would settle it when unknown"
*/
select
    test.asset_id,
    test.party_id,
    test.profile_id,
    test.measure_code,
    test.condition_code,
    test.result,
    test.explanation,
    test.evidence,
    test.settled_by
from trace.measure_test as test
order by test.asset_id, test.party_id, test.measure_code, test.condition_code
