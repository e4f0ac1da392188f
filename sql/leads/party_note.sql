/*
grain = "one row per party of a listed lead: who it is, and what proceedings and lists say"

[parameters]
run_id = "night"
*/
with held as (
    -- a party may be in several leads
    select distinct party.party_id
    from cases.lead as lead
    join cases.case_party as party on party.case_id = lead.case_id
    where lead.run_id = $run_id
      and lead.listing not in ('below', 'resting')
),
identity as (
    select
        held.party_id,
        string_agg(distinct value, '; ' order by value) filter (where identity_kind = 'name') as name,  -- the same from several feeds
        string_agg(distinct coalesce(scheme || ' ', '') || value, '; ' order by coalesce(scheme || ' ', '') || value)
            filter (where identity_kind = 'identifier') as identifier,
        string_agg(distinct value, '; ' order by value) filter (where identity_kind = 'address') as address,
        string_agg(distinct value, '; ' order by value) filter (where identity_kind = 'birth_on') as birth_on
    from core.party_identity as told
    left join features.party_kept as kept on kept.record_id = told.party_id
    join held on held.party_id = coalesce(kept.party_id, told.party_id)
    group by held.party_id
),
proceeding as (
    select party_id, string_agg(
        proceeding_type || coalesce(' (' || offence_code || ')', '') || coalesce(' ' || opened_on, ''), '; '
        order by opened_on, proceeding_id) as proceedings
    from features.proceeding group by party_id
),
listed_name as (
    select party_id, string_agg(list_id || ' ' || topic, '; ' order by list_id, topic) as watchlists
    from features.watchlist group by party_id
)
select
    held.party_id,
    identity.name,
    identity.identifier,
    identity.address,
    identity.birth_on,
    proceeding.proceedings,
    listed_name.watchlists
from held
left join identity on identity.party_id = held.party_id
left join proceeding on proceeding.party_id = held.party_id
left join listed_name on listed_name.party_id = held.party_id
order by held.party_id
