/*
grain = "one row per listed asset and party that it is listed through, or that paid for it and is not the owner: how the present owner is related to it"

[columns]
asset_id = "asset"
place    = "1 the party through which it is listed, 2 a payer"
party_id = "that party"
relation = "the same party, the relationship as registered, through whom, or none on record"

[parameters]
as_of = "date of the night"
*/
with registered as (
    -- said as registered: turned round, a parent would be a child
    select party_id, related_party_id,
        party_id || ' ' || replace(relationship_type, '_', ' ') || ' of ' || related_party_id as told
    from features.relation
    where coalesce(valid_from, date '0001-01-01') <= $as_of
      and coalesce(valid_to, date '9999-12-31') > $as_of
),
neighbour as (
    select party_id, related_party_id, told from registered
    union
    select related_party_id, party_id, told from registered
),
asked as (
    select asset_id, 1 as place, owner_party_id, subject_party_id as party_id
    from trace.listed_asset
    union all
    select listed.asset_id, 2, listed.owner_party_id, payer.party_id
    from trace.listed_asset as listed
    join trace.asset_payer as payer on payer.asset_id = listed.asset_id
    where payer.party_id is distinct from listed.owner_party_id
      and payer.party_id is distinct from listed.subject_party_id
),
near as (
    select asked.asset_id, asked.party_id, string_agg(distinct neighbour.told, ', ' order by neighbour.told) as told
    from asked
    join neighbour on neighbour.party_id = asked.owner_party_id and neighbour.related_party_id = asked.party_id
    group by asked.asset_id, asked.party_id
),
through as (
    select asked.asset_id, asked.party_id, min(one.related_party_id) as through_party_id
    from asked
    join neighbour as one on one.party_id = asked.owner_party_id
    join neighbour as two on two.party_id = one.related_party_id and two.related_party_id = asked.party_id
    group by asked.asset_id, asked.party_id
)
select
    asked.asset_id,
    asked.place,
    asked.party_id,
    case
        when asked.owner_party_id is null then 'owner not known'
        when asked.owner_party_id = asked.party_id then 'the same party'
        when near.told is not null then near.told
        when through.through_party_id is not null then 'two steps, through ' || through.through_party_id
        else 'none on record'
    end as relation
from asked
left join near on near.asset_id = asked.asset_id and near.party_id = asked.party_id
left join through on through.asset_id = asked.asset_id and through.party_id = asked.party_id
order by asked.asset_id, asked.place, asked.party_id
