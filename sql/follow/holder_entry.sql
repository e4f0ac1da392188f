/*
grain = "one row per transaction between the accounts that a party held at the time, or one account, and anybody else"

[parameters]
id        = "party or account"
direction = "in: what was paid to them; out: what they paid"
*/
with asked as (
    select party_id, same_as_party_id
    from mart.party
    where party_id = $id
),
record as (
    -- every record of one party
    select party.party_id
    from mart.party as party
    join asked
      on coalesce(party.same_as_party_id, party.party_id) = coalesce(asked.same_as_party_id, asked.party_id)
),
own as (
    select account.account_number, holder.valid_from, holder.valid_to
    from mart.account_holder as holder
    join record
      on record.party_id = holder.party_id
    join mart.window_account as account
      on account.account_id = holder.account_id
    where holder.role is distinct from 'authorised'
    union
    select account_number, null, null
    from mart.window_account
    where account_id = $id
)
select
    entry.transaction_number::varchar as transaction_id,
    entry.transaction_number::bigint as transaction_number,
    epoch(entry.booked_at)::bigint as booked_epoch,
    entry.account_number::bigint as account_number,
    entry.amount_minor,
    entry.currency,
    entry.amount_base_minor
from mart.entry as entry
where exists (
        select 1
        from own
        where own.account_number = entry.account_number
          and (own.valid_from is null or entry.booked_at >= own.valid_from)
          and (own.valid_to is null or entry.booked_at < own.valid_to)
    )
  and entry.direction = $direction
  and entry.kind = 'transfer'
  and entry.amount_minor > 0
  and (entry.counterparty_number is null
       or entry.counterparty_number not in (select account_number from own))
order by entry.transaction_number
