/*
title    = "a mental element, good faith or a finding of law: never decided by software"
settled_by = "the court"
*/
select
    asset_id,
    party_id,
    'for_the_court' as result,
    'software does not decide this' as explanation,
    evidence
from trace.assessed
order by asset_id, party_id
