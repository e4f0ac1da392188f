/*
grain = "one row per assessed asset, party that its conditions are about, and unit whose means may have paid: the person, the household"

[columns]
asset_id  = "asset"
party_id  = "person or company"
unit_kind = "person or household"
unit_id   = "party, the record that is kept, or household"
outside_base_minor = "price where the deed is no cost of the unit: it is in another's name, or was given; 0 where the unit bought it"
*/
with member as (
    select party_id, min(household_id) as household_id
    from core.party
    where recorded_to is null
    group by party_id
),
concerned as (
    select
        assessed.*,
        coalesce(kept.party_id, assessed.party_id) as kept_id,
        coalesce(member.household_id, kept.party_id, assessed.party_id) as household_id
    from trace.assessed as assessed
    left join features.party_kept as kept on kept.record_id = assessed.party_id
    left join member on member.party_id = coalesce(kept.party_id, assessed.party_id)
),
cost as (
    -- the party's own deed, or the traced one
    select concerned.asset_id, concerned.party_id, bool_or(item.party_id = concerned.kept_id) as is_own
    from concerned
    join trace.means_item as item
      on item.household_id = concerned.household_id
     and item.kind = 'acquisition'
     and item.evidence in ('core.acquisition:' || concerned.acquisition_id,
        'core.acquisition:' || concerned.traced_acquisition_id)
    group by concerned.asset_id, concerned.party_id
)
select concerned.asset_id, concerned.party_id, 'person' as unit_kind, concerned.kept_id as unit_id,
    case when cost.is_own then 0 else concerned.price_base_minor end as outside_base_minor
from concerned
left join cost on cost.asset_id = concerned.asset_id and cost.party_id = concerned.party_id
union all
select concerned.asset_id, concerned.party_id, 'household', concerned.household_id,
    case when cost.asset_id is not null then 0 else concerned.price_base_minor end
from concerned
left join cost on cost.asset_id = concerned.asset_id and cost.party_id = concerned.party_id
order by asset_id, party_id, unit_kind
