/*
grain = "one row per address at which owners of different households hold many assets"

[columns]
address         = "address as registered"
asset_count     = "assets held from there"
household_count = "households"

[parameters]
as_of = "date of the night"

[parameters.address_holdings]
default = 5
unit    = "assets"
meaning = "fewest assets of owners of different households at one address"
*/
select identity.value as address, count(distinct ownership.asset_id) as asset_count,
    count(distinct coalesce(party.household_id, party.party_id)) as household_count
from core.party_identity as identity
join core.party as party on party.party_id = identity.party_id and party.recorded_to is null
join features.ownership as ownership
  on ownership.party_id = identity.party_id
 and ownership.recorded_to is null
 and coalesce(ownership.valid_to, date '9999-12-31') > $as_of
where identity.identity_kind = 'address'
group by identity.value
having count(distinct ownership.asset_id) >= $address_holdings
   and count(distinct coalesce(party.household_id, party.party_id)) >= 3
order by address
