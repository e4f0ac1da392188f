/*
grain = "one row per asset that is the shares of a company"

[columns]
asset_id         = "asset"
company_party_id = "company that its shares are of"
*/
select
    asset_id,
    min(company_party_id) as company_party_id
from core.asset
where recorded_to is null
  and company_party_id is not null
group by asset_id
