/*
grain = "one row per trace, account on its way that was reached and transaction on that account, from days before the first source until its money could last reach the payment"

[parameters.lead_days]
default = 30
unit    = "days"
meaning = "days before the first source whose movements say what the account held by then"
*/
with touched as materialized (
    select
        member.trace_id,
        member.account_number,
        entry.account_id,
        entry.transaction_number,
        entry.transaction_id,
        entry.direction,
        entry.counterparty_number,
        entry.booked_epoch,
        entry.channel,
        entry.amount_base_minor,
        entry.amount_minor,
        entry.currency
    from trace.cone_reached as member
    join features.window_transaction as entry
      on entry.account_number = member.account_number
     and entry.booked_epoch >= member.first_epoch - $lead_days * 86400
     and entry.booked_epoch <= member.latest_epoch // 86400 * 86400 + 86399
),
whole as materialized (
    -- one account is on the way of many payments: the lake is read once for all of them
    select
        transaction_id,
        originator_balance_minor,
        beneficiary_balance_minor,
        is_time_known,
        returned_transaction_id
    from core."transaction"
    where transaction_id in (select transaction_id from touched)
)
select
    entry.trace_id,
    entry.account_number,
    entry.account_id,
    entry.transaction_number,
    entry.transaction_id,
    entry.direction,
    entry.counterparty_number,
    entry.amount_minor,
    entry.currency,
    case
        when entry.direction = 'in' then whole.beneficiary_balance_minor
        else whole.originator_balance_minor
    end as balance_after_minor,
    entry.booked_epoch,
    entry.channel,
    entry.amount_base_minor,
    whole.is_time_known,
    whole.returned_transaction_id
from touched as entry
join whole
  on whole.transaction_id = entry.transaction_id
order by entry.trace_id, entry.transaction_number, entry.direction
