/*
grain = "one row per transaction and account asked about: the account's statement in booked order"

[parameters]
accounts    = "account numbers"
until_epoch = "last second that counts, seconds UTC"
*/
select
    entry.transaction_number::varchar as transaction_id,
    entry.transaction_number::bigint as transaction_number,
    entry.account_number::bigint as account_number,
    entry.counterparty_number::bigint as counterparty_number,
    entry.direction,
    epoch(entry.booked_at)::bigint as booked_epoch,
    entry.is_time_known,
    entry.kind,
    entry.amount_minor,
    entry.currency,
    entry.amount_base_minor,
    entry.balance_after_minor,
    account.is_overdraft_allowed,
    entry.returned_transaction_number::varchar as returned_transaction_id
from mart.entry as entry
join mart.window_account as account
  on account.account_number = entry.account_number
where entry.account_number in (select unnest($accounts::integer[]))
  and entry.booked_at <= to_timestamp($until_epoch)::timestamp
order by entry.account_number, entry.transaction_number, entry.direction desc
