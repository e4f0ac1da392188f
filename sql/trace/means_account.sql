/*
grain = "one row per party with an acquisition, or a party to a traced asset, in the household, year, and kind of money seen on the accounts: regular pay that nobody declared, and what was spent"

[columns]
party_id     = "party; of several holders of an account the first, so that it counts once"
household_id = "household of a person; the party itself where none is known"
item_year    = "calendar year"
side         = "source or use"
kind         = "regular_credit (paid again and again by an organisation that the party is no part of) or spending"
amount_base_minor = "sum, base minor units"
cost_base_minor   = "null: nothing was sold"
evidence     = "one of the transactions"
*/
with member as (
    select party_id, coalesce(min(household_id), party_id) as household_id
    from core.party
    where recorded_to is null
    group by party_id
),
examined as (
    select household_id
    from trace.means_item
    where kind = 'acquisition'
    union
    select member.household_id
    from trace.assessed as assessed
    left join features.party_kept as kept on kept.record_id = assessed.party_id
    join member on member.party_id = coalesce(kept.party_id, assessed.party_id)
),
holder as (
    select account.account_id, min(account.party_id) as party_id, min(member.household_id) as household_id
    from features.party_account as account
    join member on member.party_id = account.party_id
    where account.is_owner
      and member.household_id in (select household_id from examined)
    group by account.account_id
),
regular as (
    select originator_number, beneficiary_number, amount_base_minor * 13 // (10 * transaction_count) as most_base_minor
    from features.pair
    where day_count >= 2
      and last_epoch - first_epoch >= 25 * 86400
      and last_epoch - first_epoch >= (day_count - 1) * 12 * 86400
),
payer as (
    -- one account may have several holders: it pays wages when an organisation holds it
    select distinct account_id, party_id
    from features.party_account
    where party_type = 'organisation'
      and is_owner
),
tied as (
    -- a director pays himself: no income that somebody else vouches for
    select distinct party_id, related_party_id from features.tie
),
seen as (
    select holder.party_id, holder.household_id, year(transfer.booked_on) as item_year,
        'source' as side, 'regular_credit' as kind, transfer.amount_base_minor, transfer.transaction_id
    from features.window_transfer as transfer
    join holder on holder.account_id = transfer.beneficiary_account_id
    join regular
      on regular.originator_number = transfer.originator_number
     and regular.beneficiary_number = transfer.beneficiary_number
     and regular.most_base_minor >= transfer.amount_base_minor
    join payer on payer.account_id = transfer.originator_account_id
    left join tied on tied.party_id = holder.party_id and tied.related_party_id = payer.party_id
    left join trace.means_item as declared
      on declared.party_id = holder.party_id
     and declared.item_year = year(transfer.booked_on)
     and declared.kind in ('salary', 'business', 'pension', 'capital', 'other', 'unknown')
    where tied.party_id is null
      and declared.party_id is null
    union all
    select holder.party_id, holder.household_id, year(transfer.booked_on), 'use', 'spending',
        transfer.amount_base_minor, transfer.transaction_id
    from features.window_transfer as transfer
    join holder on holder.account_id = transfer.originator_account_id
    left join holder as payee on payee.account_id = transfer.beneficiary_account_id
    where transfer.channel in ('card', 'direct_debit', 'standing_order', 'fee', 'tax')
      and payee.household_id is distinct from holder.household_id
)
select party_id, household_id, item_year, side, kind, sum(amount_base_minor)::bigint as amount_base_minor,
    null::bigint as cost_base_minor, 'core.transaction:' || min(transaction_id) as evidence
from seen
group by party_id, household_id, item_year, side, kind
order by party_id, item_year, side, kind
