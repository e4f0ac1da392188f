/*
grain = "one row per asset, owner, kind of interest and period, as the registers say now, ended ones among them"

[columns]
asset_id            = "asset"
party_id            = "owner"
interest_type       = "legal, beneficial, usufruct, control"
share_minimum_ratio = "smallest share consistent with the register"
share_maximum_ratio = "largest share consistent with the register"
valid_from          = "first day of it; null: not known"
valid_to            = "day from which it no longer holds; null: it goes on"
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
    ownership.valid_from,
    ownership.valid_to,
    ownership.source_id,
    ownership.file_sha256,
    ownership.row_number
from core.ownership as ownership
where ownership.recorded_to is null
order by ownership.asset_id, ownership.party_id, ownership.interest_type, ownership.valid_from, ownership.valid_to
