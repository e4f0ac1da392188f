/*
grain = "one row per asset, person, basis and condition; an assessment of data, not a finding"

[columns]
asset_id       = "asset"
party_id       = "person or company the condition is about"
profile_id     = "jurisdiction profile"
basis_code     = "legal basis"
condition_code = "condition of the basis"
result         = "supported, contradicted, unknown, for_the_court"
explanation    = "facts that say so"
evidence       = "rows that say so"
settled_by     = "register or office that would settle it when unknown"
*/
select
    test.asset_id,
    test.party_id,
    test.profile_id,
    test.basis_code,
    test.condition_code,
    test.result,
    test.explanation,
    test.evidence,
    test.settled_by
from trace.basis_test as test
order by test.asset_id, test.party_id, test.basis_code, test.condition_code
