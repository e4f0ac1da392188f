/*
grain = "one row per subject, episode and transaction: the windows of a rule that meet its threshold"
*/
-- A rule with a window measures, at each row, the window that ends there. Evidence is every row of a
-- window that meets the threshold; evidence no further apart than the window is one episode.
-- A row without a transaction ends a window and is not cited.
with covered as (
    select
        rule_window.*,
        max(case when measured >= threshold then measured end) over (
            partition by subject_id, series order by booked_epoch
            range between current row and $window_seconds following
        ) as peak
    from detect.rule_window as rule_window
),
evidence as (
    select
        covered.*,
        lag(booked_epoch) over (
            partition by subject_id, series order by booked_epoch, transaction_id
        ) as previous_epoch
    from covered
    where peak is not null
      and transaction_id is not null
),
numbered as (
    select
        evidence.*,
        sum(case when previous_epoch >= booked_epoch - $window_seconds then 0 else 1 end) over (
            partition by subject_id, series order by booked_epoch, transaction_id
            rows between unbounded preceding and current row
        ) as episode_number
    from evidence
)
select
    numbered.* exclude (booked_epoch, series, measured, peak, previous_epoch, episode_number),
    min(booked_epoch) over episode as start_epoch,
    max(booked_epoch) over episode as end_epoch,
    max(peak) over episode as measured
from numbered
window episode as (partition by subject_id, series, episode_number)
order by subject_id, start_epoch, transaction_id
