/*
grain = "one row per trace and account that may have passed on what reached the account after it"

[columns]
trace_id          = "payment that is traced"
account_number    = "account"
latest_epoch      = "last moment at which its money could still reach the payment, seconds UTC"
first_epoch       = "first transfer towards the payment, seconds UTC"
passed_base_minor = "what it passed on towards the payment, base minor units"
hop               = "transfers to the payment, 0 for the account that paid"

[parameters]
hop = "hop that is looked for; 0 begins at the payment"
*/
select
    trace_id,
    account_number,
    latest_epoch,
    latest_epoch as first_epoch,
    0::bigint as passed_base_minor,
    0::bigint as hop
from trace.cone_start
where $hop = 0
union all
select
    credit.trace_id,
    credit.originator_number as account_number,
    max(credit.booked_epoch) as latest_epoch,
    min(credit.booked_epoch) as first_epoch,
    sum(credit.amount_base_minor)::bigint as passed_base_minor,
    $hop::bigint as hop
from trace.cone_credit as credit
left join trace.cone_credit as known
  on known.trace_id = credit.trace_id
 and known.account_number = credit.originator_number
 and known.latest_epoch >= credit.booked_epoch
where credit.hop = $hop - 1
  and credit.originator_number is not null
  and not credit.is_hub
  and known.trace_id is null
group by credit.trace_id, credit.originator_number
order by trace_id, account_number
