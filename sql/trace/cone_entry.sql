/*
grain = "one row per trace, account of the cone and transaction on that account from the first source on"
*/
with first_source as (
    select
        trace_id,
        min(booked_epoch) as first_epoch
    from trace.cone_source
    where is_root
    group by trace_id
),
member as (
    select
        cone.trace_id,
        cone.account_number,
        first_source.first_epoch
    from trace.cone as cone
    join first_source
      on first_source.trace_id = cone.trace_id
    group by cone.trace_id, cone.account_number, first_source.first_epoch
)
select
    member.trace_id,
    member.account_number,
    entry.account_id,
    entry.transaction_number,
    entry.transaction_id,
    entry.direction,
    entry.counterparty_number,
    case
        when entry.direction = 'in' then coalesce(whole.received_amount_minor, whole.amount_minor)
        else whole.amount_minor
    end as amount_minor,
    case
        when entry.direction = 'in' then coalesce(whole.received_currency, whole.currency)
        else whole.currency
    end as currency,
    case
        when entry.direction = 'in' then whole.beneficiary_balance_minor
        else whole.originator_balance_minor
    end as balance_after_minor,
    entry.booked_epoch,
    entry.channel,
    entry.amount_base_minor,
    whole.is_time_known,
    whole.returned_transaction_id
from member
join features.window_transaction as entry
  on entry.account_number = member.account_number
 and entry.booked_epoch >= member.first_epoch
join core."transaction" as whole
  on whole.transaction_id = entry.transaction_id
order by member.trace_id, entry.transaction_number, entry.direction
