/*
title    = "Assets with traced money, and how far the methods differ"
question = "Into which registered assets was cited money traced, and how sure is the amount?"
reading  = "One row per case and asset, largest first. spread_ratio is the width of the range over the largest value: 0 means that every tracing method agrees."
*/
select
    linked.case_id,
    asset.asset_id,
    asset.asset_type,
    asset.country_code,
    asset.status_code,
    linked.owner_party_id,
    linked.traced_minimum_base_minor,
    linked.traced_headline_base_minor,
    linked.traced_maximum_base_minor,
    round(
        (linked.traced_maximum_base_minor - linked.traced_minimum_base_minor)::double
            / nullif(linked.traced_maximum_base_minor, 0)::double,
        3
    ) as spread_ratio
from mart.case_asset as linked
join mart.asset as asset
  on asset.asset_id = linked.asset_id
where linked.traced_maximum_base_minor > 0
order by linked.traced_headline_base_minor desc, linked.case_id, asset.asset_id
