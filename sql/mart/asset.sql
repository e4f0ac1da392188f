/*
grain = "one row per registered asset"

[columns]
asset_id            = "asset"
asset_type          = "kind of asset"
registry            = "register"
registration_number = "number in that register"
country_code        = "jurisdiction of the register"
location_code       = "region, port or district"
value_minor         = "latest valuation, minor units of currency"
encumbrance_minor   = "registered charges, minor units of currency"
currency            = "currency of both"
valued_on           = "date of the valuation"
status_code         = "state on the register"
company_party_id    = "the company, when the asset is its shares"
source_id           = "feed"
file_sha256         = "file: mart.file says its name"
row_number          = "line or record in that file"
*/
select
    asset.asset_id,
    asset.asset_type,
    asset.registry,
    asset.registration_number,
    asset.country_code,
    asset.location_code,
    asset.value_minor,
    asset.encumbrance_minor,
    asset.currency,
    asset.valued_on,
    asset.status_code,
    asset.company_party_id,
    asset.source_id,
    asset.file_sha256,
    asset.row_number
from core.asset as asset
where asset.recorded_to is null
order by asset.asset_id
