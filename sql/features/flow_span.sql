/*
grain = "one row: how long the window is, in days as busy as those in which its transfers lie"

[columns]
transfer_count = "transfers of features.flow"
window_seconds = "time from the first transfer to the last; at least one day"
span_seconds   = "effective length: the inverse chance that two transfers share a day, times a day; at least one day"
sole_ratio     = "share of the transfers whose pair dealt once; null where that is too usual to say something"

[parameters.sole_percent]
default = 5
unit    = "percent"
meaning = "most transfers whose pair dealt once: where more do, dealing once is a habit of the window"
*/
-- A window whose first weeks are thin is no longer than its busy weeks: chance is measured by them.
with start as (
    select min(booked_epoch) as first_epoch, max(booked_epoch) as last_epoch from features.flow
),
day as (
    select
        (flow.booked_epoch - start.first_epoch) // 86400 as day_number,
        cast(count(*) as double) as transfer_count,
        cast(sum(is_sole) as double) as sole_count
    from features.flow as flow
    cross join start
    group by (flow.booked_epoch - start.first_epoch) // 86400
)
select
    cast(coalesce(sum(transfer_count), 0.0) as bigint) as transfer_count,
    greatest(86400, coalesce((select max(last_epoch - first_epoch) from start), 86400))
        as window_seconds,
    coalesce(
        86400.0 * sum(transfer_count) * sum(transfer_count)
            / cast(sum(transfer_count * transfer_count) as double),
        86400.0
    ) as span_seconds,
    case when 100.0 * sum(sole_count) <= $sole_percent * sum(transfer_count)
        then sum(sole_count) / cast(sum(transfer_count) as double) end as sole_ratio
from day
