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

[parameters.cited_ratio]
default = 0.9
unit    = "share of what was paid for the acquisition"
meaning = "from here on the first credits that a main alert cites, each by no more than what its way passed on, say where the money came from; below, every first credit on the way does"

[parameters.near_days]
default = 10
unit    = "days"
meaning = "a first credit to the same account so near to cited ones belongs to them; what came at other times is the account's ordinary money"
*/
with recursive reach as (
    -- a credit brings no more to the payment than that payment, and what the accounts after it passed on
    select trace_id, 0 as hop, account_number, amount_base_minor::hugeint as reach_base_minor
    from trace.cone_start
    union all
    select
        credit.trace_id,
        reach.hop + 1 as hop,
        credit.originator_number as account_number,
        sum(least(credit.amount_base_minor, reach.reach_base_minor)) as reach_base_minor
    from reach
    join trace.cone_credit as credit
      on credit.trace_id = reach.trace_id
     and credit.account_number = reach.account_number
     and credit.hop = reach.hop
    where credit.originator_number is not null
    group by credit.trace_id, reach.hop, credit.originator_number
),
brought as (
    -- one account may have financed several payments of an acquisition
    select acquisition_id, account_number, max(paid_base_minor) as paid_base_minor, sum(reach_base_minor) as reach_base_minor
    from (
        select
            first_credit.acquisition_id,
            first_credit.account_number,
            max(first_credit.paid_base_minor) as paid_base_minor,
            max(reach.reach_base_minor) as reach_base_minor
        from trace.cone_first as first_credit
        join reach
          on reach.trace_id = first_credit.trace_id
         and reach.account_number = first_credit.account_number
        where first_credit.is_first
          and first_credit.is_main_cited
        group by first_credit.trace_id, first_credit.acquisition_id, first_credit.account_number
    )
    group by acquisition_id, account_number
),
cited as (
    -- over the payments of one acquisition: a credit stands on the way of several
    select acquisition_id, account_number, sum(amount_base_minor) as amount_base_minor
    from (
        select distinct acquisition_id, account_number, transaction_id, amount_base_minor
        from trace.cone_first
        where is_first
          and is_main_cited
    )
    group by acquisition_id, account_number
),
told as (
    select acquisition_id
    from cited
    join brought using (acquisition_id, account_number)
    group by acquisition_id
    having sum(least(amount_base_minor, reach_base_minor)) >= max(paid_base_minor) * $cited_ratio
),
span as (
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
left join told
  on told.acquisition_id = credit.acquisition_id
left join span
  on span.acquisition_id = credit.acquisition_id
 and span.account_number = credit.account_number
order by credit.trace_id, credit.transaction_number
