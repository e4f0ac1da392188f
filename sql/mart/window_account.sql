/*
grain = "one row per account that moved money in the examined window; mart.entry holds its statement"

[columns]
account_number       = "number of the account in this snapshot, in order of account_id"
account_id           = "account"
is_service_hub       = "behaves like a service: very many counterparties on many days"
is_overdraft_allowed = "the account may go below zero; null when the feed does not say"
entry_count          = "rows of mart.entry"
*/
with side as (
    select originator_number as account_number, count(*) as entry_count
    from features.window_transfer
    where originator_number is not null
    group by originator_number
    union all
    select beneficiary_number, count(*)
    from features.window_transfer
    where beneficiary_number is not null
    group by beneficiary_number
),
counted as (
    select account_number, sum(entry_count)::bigint as entry_count
    from side
    group by account_number
),
allowed as (
    select account_id, bool_or(is_overdraft_allowed) as is_overdraft_allowed
    from core.account
    where recorded_to is null
    group by account_id
)
select
    number.account_number::integer as account_number,
    number.account_id,
    hub.account_id is not null as is_service_hub,
    allowed.is_overdraft_allowed,
    coalesce(counted.entry_count, 0) as entry_count
from features.account_number as number
left join features.service_hub as hub
  on hub.account_number = number.account_number
left join allowed
  on allowed.account_id = number.account_id
left join counted
  on counted.account_number = number.account_number
order by number.account_number
