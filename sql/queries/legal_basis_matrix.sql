/*
title    = "Conditions of every legal basis, asset by asset"
question = "Which conditions does the data support or contradict, and which register would settle the unknown ones?"
reading  = "One row per asset, person and basis with counts of conditions by result. An assessment of data, not a finding: conditions for the court are never decided here."
*/
select
    asset_id,
    party_id,
    basis_code,
    count(*) filter (where result = 'supported') as supported_count,
    count(*) filter (where result = 'contradicted') as contradicted_count,
    count(*) filter (where result = 'unknown') as unknown_count,
    count(*) filter (where result = 'for_the_court') as for_the_court_count,
    string_agg(settled_by, ', ' order by settled_by) filter (where result = 'unknown') as settled_by
from mart.basis_test
group by asset_id, party_id, basis_code
order by contradicted_count, supported_count desc, asset_id, party_id, basis_code
