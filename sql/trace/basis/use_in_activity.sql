/*
title    = "the asset served an unlawful activity"
settled_by = "criminal investigation; inspection of the asset; running costs and users of the register"
*/
select
    asset_id,
    party_id,
    'unknown' as result,
    'payments say where the price came from, not what the asset was used for' as explanation,
    evidence
from trace.assessed
order by asset_id, party_id
