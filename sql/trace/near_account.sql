/*
grain = "one row per listed asset, party near it, and account of that party: whose payments may be running costs of the asset"

[columns]
asset_id   = "asset"
party_id   = "owner, subject, seller, beneficial owner or other person assessed, or holder of an account that may have paid the price"
account_id = "account that the party holds as owner"
*/
with watched as (
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
    join features.account_holder as holder
      on holder.account_id = payment.originator_account_id
     and holder.recorded_to is null
)
select distinct watched.asset_id, watched.party_id, holder.account_id -- one party may stand near in several roles
from watched
join features.party_account as holder
  on holder.party_id = watched.party_id
 and holder.is_owner
order by watched.asset_id, watched.party_id, holder.account_id
