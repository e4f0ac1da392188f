/*
grain = "one row per asset, owner and kind of interest, as registered now"

[columns]
asset_id            = "asset"
party_id            = "owner"
interest_type       = "legal, beneficial, usufruct, control"
share_minimum_ratio = "smallest share consistent with the register"
share_maximum_ratio = "largest share consistent with the register"
source_id           = "feed"
file_sha256         = "file: mart.file says its name"
row_number          = "line or record in that file"
*/
select
    ownership.asset_id,
    ownership.party_id,
    ownership.interest_type,
    ownership.share_minimum_ratio,
    ownership.share_maximum_ratio,
    ownership.source_id,
    ownership.file_sha256,
    ownership.row_number
from core.ownership as ownership
where ownership.recorded_to is null
order by ownership.asset_id, ownership.party_id, ownership.interest_type
