/*
grain = "one row per asset, person and basis: what its conditions come to"

[columns]
asset_id        = "asset"
party_id        = "person or company"
basis_code      = "basis of the profile"
supported_count = "conditions that the facts support"
unknown_count   = "conditions that are not known"
testable_count  = "conditions that data can settle"
is_closed       = "the facts contradict a condition; of circumstances that a court weighs, one, and support none"
place           = "which basis of the asset is nearest: open ones first, then by the share of conditions supported"
*/
with counted as (
    select
        asset_id,
        party_id,
        basis_code,
        count(*) filter (result = 'supported') as supported_count,
        count(*) filter (result = 'unknown') as unknown_count,
        count(*) filter (result <> 'for_the_court') as testable_count,
        count(*) filter (result = 'contradicted' and not coalesce(is_weighed, false)) as failed_count,
        count(*) filter (result = 'contradicted' and is_weighed) as against_count,
        count(*) filter (result = 'supported' and is_weighed) as for_count
    from trace.basis_test
    group by asset_id, party_id, basis_code
)
select
    asset_id,
    party_id,
    basis_code,
    supported_count,
    unknown_count,
    testable_count,
    failed_count > 0 or (against_count > 0 and for_count = 0) as is_closed,
    row_number() over (
        partition by asset_id
        order by failed_count > 0 or (against_count > 0 and for_count = 0),
            supported_count::double / greatest(testable_count, 1) desc, supported_count desc, basis_code, party_id
    ) as place
from counted
order by asset_id, place
