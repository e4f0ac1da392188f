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
owner as (
    select asset_id, party_id
    from features.ownership
    where recorded_to is null
      and coalesce(interest_type, 'unknown') in ('legal', 'unknown')
      and coalesce(valid_from, date '0001-01-01') <= $as_of
      and coalesce(valid_to, date '9999-12-31') > $as_of
),
paid as materialized (
    select
        transfer.transaction_id,
        transfer.originator_account_id,
        transfer.booked_on,
        transfer.amount_base_minor,
        upper(whole.remittance_text) as words
    from features.window_transfer as transfer
    semi join trace.near_account as near on near.account_id = transfer.originator_account_id
    join core."transaction" as whole on whole.transaction_id = transfer.transaction_id
    where length(whole.remittance_text) >= $least_length
),
piece as (
    -- a text that holds a number holds its beginning: so each text is read once, not once an asset
    select said.words, substring(said.words, place.start, $least_length) as letters
    from (select distinct words from paid) as said,
        unnest(range(1, length(said.words) - $least_length + 2)) as place(start)
),
named as (
    select distinct piece.words, number.asset_id -- a beginning may stand in a text more than once
    from piece
    join number
      on substring(number.registration_number, 1, $least_length) = piece.letters
     and contains(piece.words, number.registration_number)
)
select
    named.asset_id,
    paid.transaction_id,
    min(paid.booked_on) as booked_on,
    min(near.party_id) as payer_party_id,
    min(paid.amount_base_minor) as amount_base_minor,
    coalesce(bool_or(owner.party_id is not null), false) as is_owner_paying
from named
join paid on paid.words = named.words
join trace.near_account as near
  on near.asset_id = named.asset_id
 and near.account_id = paid.originator_account_id
left join trace.acquisition_payment as price
  on price.asset_id = named.asset_id
 and price.transaction_id = paid.transaction_id
left join owner
  on owner.asset_id = named.asset_id
 and owner.party_id = near.party_id
where price.transaction_id is null
group by named.asset_id, paid.transaction_id
order by named.asset_id, paid.transaction_id
