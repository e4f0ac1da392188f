/*
grain = "one row per trace and account on its way that what is followed can have reached: the others hold nothing that is traced"

[columns]
trace_id       = "payment that is traced"
account_number = "account"
first_epoch    = "first source of the trace, seconds UTC"
latest_epoch   = "last moment at which its money could still reach the payment, seconds UTC"
*/
with recursive first_source as (
    select
        trace_id,
        min(booked_epoch) as first_epoch
    from trace.cone_source
    where is_root
    group by trace_id
),
member as materialized (
    select
        credit.trace_id,
        credit.account_number,
        first_source.first_epoch,
        max(credit.latest_epoch) as latest_epoch
    from trace.cone_credit as credit
    join first_source
      on first_source.trace_id = credit.trace_id
    group by credit.trace_id, credit.account_number, first_source.first_epoch
),
paid as materialized (
    -- by account first, so that no engine compares every account of a trace with every other
    select
        member.trace_id,
        member.account_number as payer_number,
        transfer.beneficiary_number as account_number,
        transfer.booked_epoch // 86400 as day
    from member
    join features.window_transfer as transfer
      on transfer.originator_number = member.account_number
     and transfer.booked_epoch // 86400 between member.first_epoch // 86400 and member.latest_epoch // 86400
),
moved as materialized (
    -- by the day, so that every order inside a day is held
    select distinct paid.*
    from paid
    join member
      on member.trace_id = paid.trace_id
     and member.account_number = paid.account_number
     and member.latest_epoch // 86400 >= paid.day
),
reached as (
    select trace_id, account_number, min(booked_epoch) // 86400 as day
    from trace.cone_source
    where is_root
    group by trace_id, account_number
    union
    select moved.trace_id, moved.account_number, moved.day
    from reached
    join moved
      on moved.trace_id = reached.trace_id
     and moved.payer_number = reached.account_number
     and moved.day >= reached.day
)
select member.*
from member
where (trace_id, account_number) in (select (trace_id, account_number) from reached)
order by trace_id, account_number
