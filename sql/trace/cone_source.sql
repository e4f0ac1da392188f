/*
grain = "one row per trace and credit on its way; the first ones are the roots, which are followed"

[columns]
trace_id           = "payment that is traced"
transaction_id     = "credit"
transaction_number = "number of the credit in the window"
booked_epoch       = "time of the credit, seconds UTC"
account_number     = "account credited"
is_cited           = "an alert cites it"
is_root            = "nothing on the way comes before it (cash, or a payer who did not just receive it), and it belongs to what the alerts are about, where these say enough"

[parameters.near_days]
default = 10
unit    = "days"
meaning = "a first credit to the same account so near to cited ones belongs to them; what came at other times is the account's ordinary money"
*/
with span as (
    select
        acquisition_id,
        account_number,
        min(booked_epoch) // 86400 - $near_days as first_day,
        max(booked_epoch) // 86400 + $near_days as last_day
    from trace.cone_first
    where is_first
      and is_main_cited
    group by acquisition_id, account_number
)
select
    credit.trace_id,
    credit.transaction_id,
    credit.transaction_number,
    credit.booked_epoch,
    credit.account_number,
    credit.is_cited,
    credit.is_first
        and (told.acquisition_id is null
             or coalesce(credit.booked_epoch // 86400 between span.first_day and span.last_day, false)) as is_root
from trace.cone_first as credit
left join trace.cone_told as told
  on told.acquisition_id = credit.acquisition_id
left join span
  on span.acquisition_id = credit.acquisition_id
 and span.account_number = credit.account_number
order by credit.trace_id, credit.transaction_number
