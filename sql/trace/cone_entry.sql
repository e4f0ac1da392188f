/*
grain = "one row per trace, account on its way and transaction on that account, from days before the first source until its money could last reach the payment"

[parameters.lead_days]
default = 30
unit    = "days"
meaning = "days before the first source whose movements say what the account held by then"
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
        credit.trace_id,
        credit.account_number,
        first_source.first_epoch,
        max(credit.latest_epoch) as latest_epoch
    from trace.cone_credit as credit
    join first_source
      on first_source.trace_id = credit.trace_id
    group by credit.trace_id, credit.account_number, first_source.first_epoch
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
 and entry.booked_epoch >= member.first_epoch - $lead_days * 86400
 and entry.booked_epoch <= member.latest_epoch // 86400 * 86400 + 86399
join core."transaction" as whole
  on whole.transaction_id = entry.transaction_id
order by member.trace_id, entry.transaction_number, entry.direction
