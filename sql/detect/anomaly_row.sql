/*
grain = "one row per account with days among the most unusual, and transaction of such a day"
*/
-- Of each day the fifty largest entries are cited: a day of a busy account has thousands.
with cited as (
    select
        day.account_id,
        day.measured,
        day.threshold,
        day.note,
        entry.transaction_id,
        entry.booked_epoch,
        entry.direction,
        row_number() over (
            partition by day.account_id, day.booked_on
            order by entry.amount_base_minor desc nulls last, entry.transaction_id
        ) as place
    from detect.anomalous_day as day
    join features.window_transaction as entry
      on entry.account_id = day.account_id
     and entry.booked_on = day.booked_on
)
select
    account_id as subject_id,
    min(booked_epoch) over (partition by account_id) as start_epoch,
    max(booked_epoch) over (partition by account_id) as end_epoch,
    transaction_id,
    max(measured) over (partition by account_id) as measured,
    threshold,
    direction as role,
    first_value(note) over (
        partition by account_id order by measured desc, note
        rows between unbounded preceding and unbounded following
    ) as note
from cited
where place <= 50
