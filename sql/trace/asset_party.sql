/*
grain = "one row per traced asset, person or company that its conditions are about, and reason why"

[columns]
asset_id = "asset"
party_id = "owner on the register, beneficial owner, controller, party that acquired it, or whose account paid for it"
place    = "which of several roles is told: the lowest"
role     = "owner, beneficial owner, controller, acquirer or payer"
evidence = "row that says so"

[parameters]
as_of = "date of the night"
*/
with thing as (
    select
        traced.asset_id,
        coalesce(min(asset.company_party_id), traced.asset_id) as held_id
    from trace.traced_asset as traced
    left join core.asset as asset
      on asset.asset_id = traced.asset_id
     and asset.recorded_to is null
    group by traced.asset_id
)
select
    traced.asset_id,
    ownership.party_id,
    1 as place,
    'owner' as role,
    'core.ownership:' || ownership.asset_id || '/' || ownership.party_id as evidence
from trace.traced_asset as traced
join features.ownership as ownership
  on ownership.asset_id = traced.asset_id
 and ownership.recorded_to is null
 and coalesce(ownership.valid_from, $as_of) <= $as_of
 and coalesce(ownership.valid_to, date '9999-12-31') > $as_of
union all
select
    thing.asset_id,
    owner.person_id,
    2 as place,
    'beneficial owner' as role,
    'trace.ownership_path:' || owner.held_id || '/' || owner.person_id as evidence
from thing
join trace.beneficial_owner as owner
  on owner.held_id = thing.held_id
 and owner.person_id is not null
 and not owner.is_direct
 and owner.maximum_ratio >= 0.05
union all
select
    thing.asset_id,
    controller.person_id,
    3 as place,
    'controller' as role,
    controller.evidence
from thing
join trace.controller as controller
  on controller.held_id = thing.held_id
union all
select
    traced.asset_id,
    acquired.acquirer_party_id,
    4 as place,
    'acquirer' as role,
    'core.acquisition:' || acquired.acquisition_id as evidence
from trace.traced_asset as traced
join features.acquisition as acquired
  on acquired.acquisition_id = traced.acquisition_id
 and acquired.recorded_to is null
union all
select asset_id, party_id, 5 as place, 'payer' as role, evidence
from trace.asset_payer
order by asset_id, party_id, place, evidence
