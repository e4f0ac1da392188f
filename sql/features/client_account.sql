/*
grain = "one row per account of a firm that deeds name between buyer and seller, such as a notary: what it pays out is the money of clients"

[columns]
account_id = "account"
*/
select distinct holding.account_id
from features.acquisition as acquisition
join features.party_account as holding
  on holding.party_id = acquisition.intermediary_party_id
 and holding.is_owner
where acquisition.recorded_to is null
  and acquisition.acquired_on <= $as_of
  -- a dealer who sells what is his own is no middleman, and a person who stands between may pay for a friend
  and acquisition.intermediary_party_id <> acquisition.seller_party_id
  and acquisition.intermediary_party_id <> acquisition.acquirer_party_id
  and holding.party_type is distinct from 'person'
