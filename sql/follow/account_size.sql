/*
grain = "one row per account asked about: what it would cost to follow it"

[parameters]
accounts = "account numbers"
*/
select
    account.account_number::bigint as account_number,
    account.is_service_hub,
    account.entry_count
from mart.window_account as account
where account.account_number in (select unnest($accounts::integer[]))
order by account.account_number
