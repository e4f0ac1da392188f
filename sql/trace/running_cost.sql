/*
grain = "one row per listed asset and payment whose text names its number: tax, insurance, charges or upkeep"

[columns]
asset_id          = "asset"
transaction_id    = "payment"
booked_on         = "date of the payment"
payer_party_id    = "holder of the account that paid; the first of several"
amount_base_minor = "payment, base minor units"
is_owner_paying   = "an owner on the register at the date of the night holds that account"

[parameters]
as_of = "date of the night"

[parameters.least_length]
default = 5
unit    = "characters"
meaning = "shortest registration number that is looked for in a text; a shorter one stands in many texts by chance"
*/
with number as (
    select listed.asset_id, upper(asset.registration_number) as registration_number
    from trace.listed_asset as listed
    join core.asset as asset
      on asset.asset_id = listed.asset_id
     and asset.recorded_to is null
    where length(asset.registration_number) >= $least_length
),
watched as (
    -- who stands near the asset: only their accounts are read
    select asset_id, party_id from trace.assessed
    union
    select assessed.asset_id, assessed.seller_party_id from trace.assessed as assessed
    union
    select listed.asset_id, listed.owner_party_id from trace.listed_asset as listed
    union
    select listed.asset_id, listed.subject_party_id from trace.listed_asset as listed
    union
    select payment.asset_id, holder.party_id
    from trace.acquisition_payment as payment
    join trace.listed_asset as listed on listed.asset_id = payment.asset_id
    join core.account_holder as holder
      on holder.account_id = payment.originator_account_id
     and holder.recorded_to is null
),
owner as (
    select asset_id, party_id
    from core.ownership
    where recorded_to is null
      and coalesce(interest_type, 'unknown') in ('legal', 'unknown')
      and coalesce(valid_from, date '0001-01-01') <= $as_of
      and coalesce(valid_to, date '9999-12-31') > $as_of
)
select
    number.asset_id,
    transfer.transaction_id,
    min(transfer.booked_on) as booked_on,
    min(holder.party_id) as payer_party_id,
    min(transfer.amount_base_minor) as amount_base_minor,
    coalesce(bool_or(owner.party_id is not null), false) as is_owner_paying
from number
join watched on watched.asset_id = number.asset_id
join features.party_account as holder
  on holder.party_id = watched.party_id
 and holder.is_owner
join features.window_transfer as transfer
  on transfer.originator_account_id = holder.account_id
join core."transaction" as whole
  on whole.transaction_id = transfer.transaction_id
 and contains(upper(whole.remittance_text), number.registration_number)
left join trace.acquisition_payment as price
  on price.asset_id = number.asset_id
 and price.transaction_id = transfer.transaction_id
left join owner
  on owner.asset_id = number.asset_id
 and owner.party_id = holder.party_id
where price.transaction_id is null
group by number.asset_id, transfer.transaction_id
order by number.asset_id, transfer.transaction_id
