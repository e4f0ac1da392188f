/*
grain = "one row per acquisition of which the first credits that main alerts cite, each by no more than what its way passed on, say where the price came from"

[columns]
acquisition_id = "acquisition"

[parameters.cited_ratio]
default = 0.9
unit    = "share of what was paid for the acquisition"
meaning = "least that these credits brought together, inclusive; below, every first credit on the way says where the money came from"
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
    select distinct start.acquisition_id, credit.hop, credit.account_number, credit.originator_number,
        credit.transaction_id, credit.booked_epoch // 86400 as day, credit.amount_base_minor
    from trace.cone_credit as credit
    join trace.cone_start as start
      on start.trace_id = credit.trace_id
    where credit.originator_number is not null
      and start.acquisition_id in (select acquisition_id from cited)
),
passed as (
    -- what an account passed on towards the price, day by day: a credit brings no more than what followed it
    select acquisition_id, 0 as hop, account_number, latest_epoch // 86400 as day,
        sum(amount_base_minor) as passed_base_minor
    from trace.cone_start
    where acquisition_id in (select acquisition_id from cited)
    group by acquisition_id, account_number, latest_epoch // 86400
    union all
    select acquisition_id, hop + 1 as hop, originator_number as account_number, day,
        sum(passed_base_minor) as passed_base_minor
    from (
        select way.acquisition_id, way.hop, way.originator_number, way.day,
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
followed as (
    -- an account stands at several hops
    select cited.acquisition_id, cited.account_number, cited.transaction_id,
        min(cited.paid_base_minor) as paid_base_minor,
        least(min(cited.amount_base_minor),
            coalesce(sum(passed.passed_base_minor) filter (passed.day >= cited.day), 0)) as brought_base_minor,
        sum(passed.passed_base_minor) as passed_base_minor
    from cited
    join passed
      on passed.acquisition_id = cited.acquisition_id
     and passed.account_number = cited.account_number
    group by cited.acquisition_id, cited.account_number, cited.transaction_id, passed.hop
),
brought as (
    select acquisition_id, min(paid_base_minor) as paid_base_minor,
        least(sum(brought_base_minor), max(passed_base_minor)) as brought_base_minor
    from (
        select acquisition_id, account_number, transaction_id, min(paid_base_minor) as paid_base_minor,
            max(brought_base_minor) as brought_base_minor, max(passed_base_minor) as passed_base_minor
        from followed
        group by acquisition_id, account_number, transaction_id
    )
    group by acquisition_id, account_number
)
select acquisition_id
from brought
group by acquisition_id
having sum(brought_base_minor) >= max(paid_base_minor) * $cited_ratio
order by acquisition_id
