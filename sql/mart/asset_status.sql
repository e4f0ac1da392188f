/*
grain = "one row per listed asset: urgency, the clock that applies, and what would be left of it"

[columns]
asset_id               = "asset"
value_base_minor       = "latest valuation, aged to the night by the half life of its type, base minor units"
value_basis            = "where the value comes from"
encumbrance_base_minor = "registered charges, base minor units"
share_minimum_ratio    = "smallest share of the owner through whom it is listed; the rest is co-owners'"
share_maximum_ratio    = "largest share of that owner"
storage_base_minor     = "cost of keeping it for a year, by its type, base minor units"
net_minimum_base_minor = "least net value: share of value less charges, less a year of storage"
net_maximum_base_minor = "most net value: without storage"
is_sale_candidate      = "value falls fast or keeping it costs much: interlocutory sale may be looked at"
has_social_reuse       = "of a type that can serve the public"
urgency                = "immediate (something is happening), soon (it can be moved or charged), ordinary"
signals                = "dissipation signals, joined by semicolons"
nominee_indicators     = "indicators that somebody else stands behind the owner, joined by semicolons"
measure_code           = "measure whose clock applies; a step that secures, no basis of confiscation"
clock_starts_on        = "day from which the term is counted, if the measure were taken on the night"
clock_ends_on          = "last day of the term, by the profile's calendar"
clock_term             = "the term as the profile gives it"
clock_source           = "where the profile has it from"
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
