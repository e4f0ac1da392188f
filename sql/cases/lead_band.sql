/*
grain = "one row per lead of the night with its six bands, 0 to 4, and the fact that decided each"

[parameters.fresh_days]
default = 14
unit    = "days"
meaning = "evidence so young may still be stopped on the way, if there is something to stop: ten working days, inclusive"

[parameters.recent_days]
default = 30
unit    = "days"
meaning = "evidence so young is recent, inclusive"

[parameters.value_4_base_minor]
default = 100_000_000
unit    = "base currency, minor units"
meaning = "recoverable value of band 4, inclusive"

[parameters.value_3_base_minor]
default = 10_000_000
unit    = "base currency, minor units"
meaning = "recoverable value of band 3, inclusive"

[parameters.value_2_base_minor]
default = 1_000_000
unit    = "base currency, minor units"
meaning = "recoverable value of band 2, inclusive"

[parameters.unlocated_percent]
default = 10
unit    = "percent"
meaning = "part of cited money that counts as recoverable while no asset is known"

[parameters.many_detectors]
default = 3
unit    = "detectors"
meaning = "so many different detectors agree strongly"

[parameters.many_parties]
default = 5
unit    = "parties"
meaning = "so many parties acting together is some harm in itself"
*/
with fact as (
    select
        fact.*,
        asset.is_for_sale,
        coalesce(asset.is_dissipating, false) as is_dissipating,
        coalesce(asset.is_any_dissipating, false) as is_any_dissipating,
        asset.signals,
        asset.is_all_frozen,
        asset.is_mobile,
        coalesce(asset.basis_level, 0) as basis_level,
        asset.basis_code,
        coalesce(asset.asset_count, 0) as asset_count,
        asset.traced_minimum_base_minor,
        asset.traced_maximum_base_minor,
        asset.traced_headline_base_minor,
        coalesce(party.party_count, 0) as party_count,
        party.is_organised,
        party.has_proceeding,
        party.has_public_official,
        party.has_award,
        party.is_listed,
        date_diff('day', fact.end_on, $as_of) as age_days,
        coalesce(asset.traced_asset_count, 0) as traced_asset_count,
        coalesce(asset.asset_value_base_minor, 0) as asset_value_base_minor,
        coalesce(
            asset.recoverable_base_minor,
            asset.traced_maximum_base_minor,
            fact.amount_base_minor * $unlocated_percent // 100
        ) as recoverable_base_minor
    from cases.lead_fact as fact
    left join cases.lead_asset as asset on asset.case_id = fact.case_id
    left join cases.lead_party as party on party.case_id = fact.case_id
)
select
    fact.*,
    case
        when is_all_frozen or (state <> 'open' and traced_asset_count = 0) then 0
        when is_dissipating then 4
        when age_days <= $fresh_days
            and (traced_asset_count > 0 or recoverable_base_minor >= $value_2_base_minor) then 3
        when is_mobile or is_any_dissipating or age_days <= $fresh_days
            or (age_days <= $recent_days and traced_asset_count > 0) then 2
        else 1
    end as band_urgency,
    case when basis_level > 0 then basis_level when asset_count > 0 then 1 else 0 end as band_basis,
    case
        when recoverable_base_minor >= $value_4_base_minor then 4
        when recoverable_base_minor >= $value_3_base_minor then 3
        when recoverable_base_minor >= $value_2_base_minor then 2
        when recoverable_base_minor > 0 then 1
        else 0
    end as band_value,
    case
        when is_organised then 4
        when has_public_official or has_award or is_harmful_typology then 3
        when is_listed or is_watched_typology then 2
        when has_proceeding or party_count >= $many_parties then 1
        else 0
    end as band_harm,
    case
        when is_strict and detector_count >= $many_detectors then 4
        when is_strict or detector_count >= $many_detectors then 3
        when detector_count = 2 then 2
        when is_severe or score >= 0.5 then 1
        else 0
    end as band_confidence
from fact
order by case_id
