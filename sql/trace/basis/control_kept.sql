/*
title    = "whoever transferred it kept control: runs its costs, or controls it by votes, appointment or use"
settled_by = "tax administration; insurer; lender: who pays for the asset since"
*/
with cost as (
    select
        assessed.asset_id,
        assessed.party_id,
        count(*) filter (cost.payer_party_id = assessed.seller_party_id) as seller_count,
        count(*) filter (cost.payer_party_id = assessed.party_id) as own_count,
        string_agg('core.transaction:' || cost.transaction_id, ';' order by cost.transaction_id) as evidence
    from trace.assessed as assessed
    join trace.running_cost as cost
      on cost.asset_id = assessed.asset_id
     and cost.booked_on > assessed.acquired_on
    group by assessed.asset_id, assessed.party_id
),
controlling as (
    select
        assessed.asset_id,
        assessed.party_id,
        min(controller.means) as means,
        min(controller.evidence) as evidence
    from trace.assessed as assessed
    join trace.listed_asset as listed on listed.asset_id = assessed.asset_id
    join trace.controller as controller
      on controller.held_id = listed.held_id
     and controller.person_id = assessed.seller_party_id
    group by assessed.asset_id, assessed.party_id
)
select
    assessed.asset_id,
    assessed.party_id,
    case
        when cost.seller_count > 0 or controlling.means is not null then 'supported'
        when cost.own_count > 0 then 'contradicted'
        else 'unknown'
    end as result,
    case
        when cost.seller_count > 0
            then cost.seller_count || ' payment(s) that name the asset came from whoever transferred it, after the transfer'
        when controlling.means is not null then 'whoever transferred it still controls it, by ' || controlling.means
        when cost.own_count > 0 then cost.own_count || ' payment(s) that name the asset came from the person itself'
        else 'no payment that names the asset is known since the transfer'
    end as explanation,
    coalesce(cost.evidence, controlling.evidence, 'core.acquisition:' || assessed.acquisition_id) as evidence
from trace.assessed as assessed
left join cost
  on cost.asset_id = assessed.asset_id
 and cost.party_id = assessed.party_id
left join controlling
  on controlling.asset_id = assessed.asset_id
 and controlling.party_id = assessed.party_id
order by assessed.asset_id, assessed.party_id
