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
with recursive cited as (
    select acquisition_id, account_number, transaction_id, max(booked_epoch) // 86400 as day,
        max(paid_base_minor) as paid_base_minor, max(amount_base_minor) as amount_base_minor
    from trace.cone_first
    where is_first
      and is_main_cited
    group by acquisition_id, account_number, transaction_id
),
way as (
    -- a transfer stands on the way of several payments of an acquisition, and brings what it brings once
    select distinct
        start.acquisition_id,
        credit.hop,
        credit.account_number,
        credit.originator_number,
        credit.transaction_id,
        credit.booked_epoch // 86400 as day,
        credit.amount_base_minor
    from trace.cone_credit as credit
    join trace.cone_start as start
      on start.trace_id = credit.trace_id
    where credit.originator_number is not null
      and start.acquisition_id in (select acquisition_id from cited)
),
passed as (
    -- what an account passed on towards the price, day by day: a credit brings no more than what followed it
    select
        acquisition_id,
        0 as hop,
        account_number,
        latest_epoch // 86400 as day,
        sum(amount_base_minor) as passed_base_minor
    from trace.cone_start
    where acquisition_id in (select acquisition_id from cited)
    group by acquisition_id, account_number, latest_epoch // 86400
    union all
    select
        acquisition_id,
        hop + 1 as hop,
        originator_number as account_number,
        day,
        sum(passed_base_minor) as passed_base_minor
    from (
        select
            way.acquisition_id,
            way.hop,
            way.originator_number,
            way.day,
            least(max(way.amount_base_minor), sum(passed.passed_base_minor)) as passed_base_minor
        from way
        join passed
          on passed.acquisition_id = way.acquisition_id
         and passed.hop = way.hop
         and passed.account_number = way.account_number
         and passed.day >= way.day
        group by way.acquisition_id, way.hop, way.originator_number, way.transaction_id, way.day
    )
    group by acquisition_id, hop, originator_number, day
),
brought as (
    select acquisition_id, account_number, max(paid_base_minor) as paid_base_minor,
        least(sum(least(amount_base_minor, followed_base_minor)), max(passed_base_minor)) as brought_base_minor
    from (
        -- an account stands at several hops: the one at which it passed on most
        select acquisition_id, account_number, transaction_id,
            min(paid_base_minor) as paid_base_minor,
            min(amount_base_minor) as amount_base_minor,
            max(followed_base_minor) as followed_base_minor,
            max(passed_base_minor) as passed_base_minor
        from (
            select cited.acquisition_id, cited.account_number, cited.transaction_id,
                min(cited.paid_base_minor) as paid_base_minor,
                min(cited.amount_base_minor) as amount_base_minor,
                coalesce(sum(passed.passed_base_minor) filter (passed.day >= cited.day), 0) as followed_base_minor,
                sum(passed.passed_base_minor) as passed_base_minor
            from cited
            join passed
              on passed.acquisition_id = cited.acquisition_id
             and passed.account_number = cited.account_number
            group by cited.acquisition_id, cited.account_number, cited.transaction_id, passed.hop
        )
        group by acquisition_id, account_number, transaction_id
    )
    group by acquisition_id, account_number
),
told as (
    select acquisition_id
    from brought
    group by acquisition_id
    having sum(brought_base_minor) >= max(paid_base_minor) * $cited_ratio
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
