/*
grain = "one row per listed lead and tie between two of its parties, companies and assets"

[columns]
tie           = "owns, controls, acquired, sold, share_of, or the kind of relationship"
minimum_ratio = "smallest share; null where the tie is no share"
maximum_ratio = "largest share"
detail        = "date of the deed, means of control"

[parameters]
run_id = "night"
*/
with listed as (
    select case_id, lead_id
    from cases.lead
    where run_id = $run_id
      and listing not in ('below', 'resting')
),
member as (
    select listed.lead_id, party.party_id, party.role
    from listed
    join cases.case_party as party on party.case_id = listed.case_id
),
held as (
    select listed.lead_id, linked.asset_id, asset.company_party_id
    from listed
    join cases.case_asset as linked on linked.case_id = listed.case_id
    left join core.asset as asset on asset.asset_id = linked.asset_id and asset.recorded_to is null
),
thing as (
    select lead_id, coalesce(company_party_id, asset_id) as held_id
    from held
    union
    select lead_id, party_id
    from member
    where role <> 'counterparty'
),
bond as materialized (
    -- first: two members of one lead joined are millions where a busy account is in it
    select one.lead_id, relation.party_id, relation.related_party_id, relation.relationship_type
    from member as one
    join features.relation as relation on relation.party_id = one.party_id
),
tie as (
    select thing.lead_id, path.holder_id as from_id, path.from_id as to_id, 'owns' as tie,
        max(path.minimum_ratio) as minimum_ratio, max(path.maximum_ratio) as maximum_ratio, '' as detail
    from thing
    join trace.ownership_path as path on path.held_id = thing.held_id
    group by thing.lead_id, path.holder_id, path.from_id
    union all
    select distinct thing.lead_id, controller.person_id, thing.held_id, 'controls', null, null, controller.means
    from thing  -- one row per chain of control
    join trace.controller as controller on controller.held_id = thing.held_id and controller.means <> 'votes'
    union all
    select lead_id, company_party_id, asset_id, 'share_of', null, null, ''
    from held
    where company_party_id is not null
    union all
    select held.lead_id, party.party_id, held.asset_id, party.tie, null, null, deed.acquired_on::varchar
    from held
    join features.acquisition as deed on deed.asset_id = held.asset_id and deed.recorded_to is null
    cross join lateral (values (deed.acquirer_party_id, 'acquired'), (deed.seller_party_id, 'sold')) as party(party_id, tie)
    where party.party_id in (select party_id from member where member.lead_id = held.lead_id)
    union all
    select bond.lead_id, bond.party_id, bond.related_party_id, bond.relationship_type, null, null, ''
    from bond
    join member as other on other.lead_id = bond.lead_id and other.party_id = bond.related_party_id
),
named as (
    select party_id, min(value) as name
    from core.party_identity
    where identity_kind = 'name'
    group by party_id
)
select tie.lead_id, tie.from_id, origin.name as from_name, tie.to_id, target.name as to_name,
    tie.tie, tie.minimum_ratio, tie.maximum_ratio, tie.detail
from tie
left join named as origin on origin.party_id = tie.from_id
left join named as target on target.party_id = tie.to_id
order by tie.lead_id, tie.from_id, tie.to_id, tie.tie, tie.detail
