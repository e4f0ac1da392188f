/*
grain = "one row per case: what its parties say for the bands"
*/
with awarded as (
    select distinct coalesce(kept.party_id, award.supplier_party_id) as party_id
    from core.award as award
    left join features.party_kept as kept on kept.record_id = award.supplier_party_id
    where award.recorded_to is null
)
select
    held.case_id,
    count(distinct held.party_id) as party_count,  -- a party may be in several proceedings or lists
    bool_or(coalesce(proceeding.is_organised, false) and held.role <> 'counterparty') as is_organised,
    bool_or(proceeding.party_id is not null and held.role <> 'counterparty') as has_proceeding,
    bool_or(coalesce(party.is_public_official, false)) as has_public_official,
    bool_or(awarded.party_id is not null and held.role <> 'counterparty') as has_award,
    bool_or(listed.party_id is not null) as is_listed
from cases.case_party as held
left join core.party as party
  on party.party_id = held.party_id and party.recorded_to is null
left join features.proceeding as proceeding
  on proceeding.party_id = held.party_id
left join features.watchlist as listed
  on listed.party_id = held.party_id
left join awarded
  on awarded.party_id = held.party_id
group by held.case_id
order by held.case_id
