/*
grain = "one row per listed asset: urgency, the clock that applies, and what would be left of it"
columns_of = "trace/asset_status"
*/
select
    asset_status.asset_id,
    asset_status.value_base_minor,
    asset_status.value_basis,
    asset_status.encumbrance_base_minor,
    asset_status.share_minimum_ratio,
    asset_status.share_maximum_ratio,
    asset_status.storage_base_minor,
    asset_status.net_minimum_base_minor,
    asset_status.net_maximum_base_minor,
    asset_status.is_sale_candidate,
    asset_status.has_social_reuse,
    asset_status.urgency,
    asset_status.signals,
    asset_status.nominee_indicators,
    asset_status.measure_code,
    asset_status.clock_starts_on,
    asset_status.clock_ends_on,
    asset_status.clock_term,
    asset_status.clock_source
from trace.asset_status as asset_status
order by asset_status.asset_id
