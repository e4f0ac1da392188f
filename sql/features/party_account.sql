/*
grain = "one row per party (after records of one party are brought together) and account it holds in the window, for a part of it at least"

[columns]
party_id     = "party kept"
account_id   = "account"
party_type   = "person, organisation, arrangement, state; null when unknown"
is_owner     = "owner or joint owner, not merely authorised"
holder_count = "parties that own the account"
*/
with holding as (
    select
        holder.party_id,
        holder.account_id,
        max(case when holder.role = 'authorised' then 0 else 1 end) as owner_flag
    from features.account_holder as holder
    cross join features.window as examined
    where holder.recorded_to is null
      and (holder.valid_to is null or holder.valid_to > examined.first_on)
    group by holder.party_id, holder.account_id
),
known as (
    select party_id, min(party_type) as party_type
    from core.party
    where recorded_to is null
    group by party_id
)
select
    holding.party_id,
    holding.account_id,
    known.party_type,
    holding.owner_flag = 1 as is_owner,
    sum(holding.owner_flag) over (partition by holding.account_id) as holder_count
from holding
left join known on known.party_id = holding.party_id
