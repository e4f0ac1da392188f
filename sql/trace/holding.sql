/*
grain = "one row per thing held and holder, in force at the date, as an economic share"

[columns]
held_id       = "asset, or the company itself where the asset is its shares"
holder_id     = "who holds it: person or organisation, the record that is kept"
is_person     = "the holder is a natural person"
is_company    = "the thing held is a company"
minimum_ratio = "smallest share consistent with the register, 0 to 1"
maximum_ratio = "largest share consistent with the register, 0 to 1"
source_count  = "registered interests that say so; two sources of one interest are one"
evidence      = "row that says so"

[parameters]
as_of = "date of the night"
*/
with interest as (
    -- a declared beneficial owner speaks where no legal owner is registered; nominees, users and
    -- those who only control hold no capital here
    select
        coalesce(company.company_party_id, ownership.asset_id) as held_id,
        ownership.party_id as holder_id,
        company.company_party_id is not null as is_company,
        coalesce(ownership.interest_type, 'unknown') as interest_type,
        coalesce(ownership.share_minimum_ratio, 0) as minimum_ratio,
        coalesce(ownership.share_maximum_ratio, 1) as maximum_ratio,
        'core.ownership:' || ownership.asset_id || '/' || ownership.party_id as evidence
    from features.ownership as ownership
    left join features.share_company as company on company.asset_id = ownership.asset_id
    where ownership.recorded_to is null
      and coalesce(ownership.valid_from, date '0001-01-01') <= $as_of
      and coalesce(ownership.valid_to, date '9999-12-31') > $as_of
      and coalesce(ownership.interest_type, 'unknown') in ('legal', 'unknown', 'beneficial')
),
held as (
    select held_id, bool_or(interest_type <> 'beneficial') as is_registered
    from interest
    group by held_id
),
person as (
    select party_id, bool_or(party_type = 'person') as is_person
    from core.party
    where recorded_to is null
    group by party_id
)
select
    interest.held_id,
    interest.holder_id,
    coalesce(bool_or(person.is_person), false) as is_person,
    bool_or(interest.is_company) as is_company,
    -- two sources of one interest: what both allow, or what either says where they contradict
    case when max(interest.minimum_ratio) <= min(interest.maximum_ratio)
        then max(interest.minimum_ratio) else min(interest.minimum_ratio) end as minimum_ratio,
    case when max(interest.minimum_ratio) <= min(interest.maximum_ratio)
        then min(interest.maximum_ratio) else max(interest.maximum_ratio) end as maximum_ratio,
    count(*) as source_count,
    min(interest.evidence) as evidence
from interest
join held
  on held.held_id = interest.held_id
 and (interest.interest_type <> 'beneficial') = held.is_registered
left join person
  on person.party_id = interest.holder_id
group by interest.held_id, interest.holder_id
order by interest.held_id, interest.holder_id
