/*
grain = "one row per account asked about, with its holders as party ids; who may only dispose of it is none"

[parameters]
accounts = "account numbers"
*/
with holding as (
    select distinct
        holder.account_id,
        coalesce(party.same_as_party_id, holder.party_id) as party_id
    from mart.account_holder as holder
    left join mart.party as party
      on party.party_id = holder.party_id
    where holder.role is distinct from 'authorised'
)
select
    account.account_number::bigint as account_number,
    min(account.account_id) as account_id,
    string_agg(holding.party_id, ' ' order by holding.party_id) as holders,
    count(holding.party_id) as holder_count
from mart.window_account as account
left join holding
  on holding.account_id = account.account_id
where account.account_number in (select unnest($accounts::integer[]))
group by account.account_number
order by account.account_number
