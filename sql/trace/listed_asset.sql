/*
grain = "one row per asset that value was traced into, or that a party has or had that an alert is about"

[columns]
asset_id        = "asset"
held_id         = "the asset, or the company where it is shares"
asset_type      = "kind of asset"
is_traced       = "value was traced into it"
owner_party_id  = "owner on the register at the date; the first of several"
owner_count     = "owners on the register at the date"
owned_from      = "since when"
subject_party_id = "party through which it is listed: the acquirer of the traced deed, else the alert's"

[parameters]
as_of = "date of the night"
*/
with subject as (
    select distinct subject_id as party_id
    from detect.alert
    where subject_type = 'party'
      and state <> 'withdrawn'
),
listed as (
    select traced.asset_id, true as is_traced, acquired.acquirer_party_id as subject_party_id
    from trace.asset_trace as traced
    join features.acquisition as acquired
      on acquired.acquisition_id = traced.acquisition_id
     and acquired.recorded_to is null
    union
    select acquired.asset_id, false, acquired.acquirer_party_id
    from features.acquisition as acquired
    join subject on subject.party_id = acquired.acquirer_party_id
    where acquired.recorded_to is null
    union
    select ownership.asset_id, false, ownership.party_id
    from features.ownership as ownership
    join subject on subject.party_id = ownership.party_id
    where ownership.recorded_to is null
),
one as (
    select
        asset_id,
        bool_or(is_traced) as is_traced,
        max_by(subject_party_id, (is_traced::integer, subject_party_id)) as subject_party_id
    from listed
    group by asset_id
),
owner as (
    select
        asset_id,
        min(party_id) as owner_party_id,
        count(distinct party_id) as owner_count,
        max(valid_from) as owned_from
    from features.ownership
    where recorded_to is null
      and coalesce(interest_type, 'unknown') in ('legal', 'unknown')
      and coalesce(valid_from, date '0001-01-01') <= $as_of
      and coalesce(valid_to, date '9999-12-31') > $as_of
    group by asset_id
)
select
    one.asset_id,
    coalesce(asset.company_party_id, one.asset_id) as held_id,
    asset.asset_type,
    one.is_traced,
    owner.owner_party_id,
    coalesce(owner.owner_count, 0) as owner_count,
    owner.owned_from,
    one.subject_party_id
from one
left join core.asset as asset
  on asset.asset_id = one.asset_id
 and asset.recorded_to is null
left join owner
  on owner.asset_id = one.asset_id
order by one.asset_id
