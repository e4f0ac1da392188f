/*
grain = "one row per listed asset, registered owner and indicator that somebody else may stand behind the owner"

[columns]
asset_id    = "asset"
party_id    = "owner on the register"
indicator   = "no_means, paid_by_another, costs_paid_by_another, many_at_one_address, registered_nominee"
explanation = "facts that say so; each has innocent reasons"
evidence    = "rows that say so"

[parameters]
as_of = "date of the night"

[parameters.price_years]
default = 4
unit    = "years of known income"
meaning = "from here on a price lies beyond an owner's own means"
*/
with yearly as (
    select
        party_id,
        sum(amount_base_minor) // greatest(count(distinct item_year), 1) as year_base_minor
    from trace.means_item
    where side = 'source'
      and kind in ('salary', 'business', 'pension', 'capital', 'other', 'unknown')
    group by party_id
),
price as (
    select asset_id, max(price_base_minor) as price_base_minor, min(acquisition_id) as acquisition_id
    from trace.asset_trace
    group by asset_id
),
paid as (
    select
        payment.asset_id,
        min(payment.transaction_id) as transaction_id,
        count(*) as payment_count
    from trace.cone_start as payment
    where not payment.is_acquirer_paying
    group by payment.asset_id
)
select
    listed.asset_id,
    listed.owner_party_id as party_id,
    'no_means' as indicator,
    case when yearly.party_id is null then 'no regular lawful income of the owner is known'
        else 'the price is ' || (price.price_base_minor // greatest(yearly.year_base_minor, 1))
            || ' times the owner''s known yearly income' end as explanation,
    'core.acquisition:' || price.acquisition_id as evidence
from trace.listed_asset as listed
join price on price.asset_id = listed.asset_id
left join yearly on yearly.party_id = listed.owner_party_id
where listed.owner_party_id is not null
  and (yearly.party_id is null or price.price_base_minor >= $price_years * yearly.year_base_minor)
union all
select listed.asset_id, listed.owner_party_id, 'paid_by_another',
    paid.payment_count || ' payment(s) came from an account that the buyer does not hold',
    'core.transaction:' || paid.transaction_id
from trace.listed_asset as listed
join paid on paid.asset_id = listed.asset_id
where listed.owner_party_id is not null
union all
select listed.asset_id, listed.owner_party_id, 'costs_paid_by_another',
    count(*) || ' payment(s) that name the asset came from an account that no owner holds',
    'core.transaction:' || min(cost.transaction_id)
from trace.listed_asset as listed
join trace.running_cost as cost
  on cost.asset_id = listed.asset_id
 and not cost.is_owner_paying
 and cost.booked_on >= coalesce(listed.owned_from, date '0001-01-01')
where listed.owner_party_id is not null
group by listed.asset_id, listed.owner_party_id
union all
select distinct listed.asset_id, listed.owner_party_id, 'many_at_one_address',
    address.asset_count || ' assets of ' || address.household_count
        || ' households are registered at the owner''s address',
    'core.party_identity:' || listed.owner_party_id || '/address'
from trace.listed_asset as listed
join core.party_identity as identity
  on identity.party_id = listed.owner_party_id
 and identity.identity_kind = 'address'
join trace.shared_address as address on address.address = identity.value
union all
select distinct listed.asset_id, ownership.party_id, 'registered_nominee',
    'the register says that it is held for another',
    'core.ownership:' || ownership.asset_id || '/' || ownership.party_id
from trace.listed_asset as listed
join features.ownership as ownership
  on ownership.asset_id = listed.asset_id
 and ownership.recorded_to is null
 and ownership.interest_type = 'nominee'
 and coalesce(ownership.valid_to, date '9999-12-31') > $as_of
order by asset_id, party_id, indicator, evidence
