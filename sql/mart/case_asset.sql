/*
grain = "one row per case and asset"

[columns]
case_id                    = "case"
asset_id                   = "asset"
owner_party_id             = "owner on the register"
acquisition_id             = "acquisition"
link_reason                = "why it is in the case"
traced_minimum_base_minor  = "smallest value over the methods, base minor units"
traced_maximum_base_minor  = "largest value over the methods, base minor units"
traced_headline_base_minor = "value by the headline method, base minor units"
headline_method            = "method that the profile names"
*/
select
    held.case_id,
    held.asset_id,
    held.owner_party_id,
    held.acquisition_id,
    held.link_reason,
    held.traced_minimum_base_minor,
    held.traced_maximum_base_minor,
    held.traced_headline_base_minor,
    held.headline_method
from cases.case_asset as held
order by held.case_id, held.asset_id
