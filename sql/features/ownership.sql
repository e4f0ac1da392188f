/*
grain   = "one row per share as the registers had and have it: core.ownership, by the records of its parties that are kept"
is_view = true
*/
select
    ownership.asset_id,
    coalesce(kept.party_id, ownership.party_id) as party_id,
    ownership.interest_type,
    ownership.share_minimum_ratio,
    ownership.share_maximum_ratio,
    ownership.valid_from,
    ownership.valid_to,
    ownership.recorded_from,
    ownership.recorded_to,
    ownership.file_sha256,
    ownership.row_number
from core.ownership as ownership
left join features.party_kept as kept on kept.record_id = ownership.party_id
