/*
grain = "one row per account and day with an entry whose counterparty is known"

[columns]
account_number         = "number of the account in the window"
booked_on              = "day"
new_counterparty_count = "counterparties met for the first time in the window"
counterparty_24h_count = "most counterparties within 24 hours that end at such an entry of the day"
counterparty_72h_count = "most counterparties within 72 hours that end at such an entry of the day"
*/
-- Distinct counterparties of a sliding window without counting distinct: the entries of a pair form
-- islands, a counterparty counts from the first entry of an island until a window after its last.
-- Alive are the islands begun up to an entry, less those whose last entry a window has gone by.
with entry as (
    select
        account_number,
        booked_epoch,
        booked_on,
        booked_epoch - lag(booked_epoch) over of_pair as gap_seconds,
        lead(booked_epoch) over of_pair - booked_epoch as wait_seconds
    from features.window_transaction
    where counterparty_number is not null
    window of_pair as (
        partition by account_number, counterparty_number order by transaction_number
    )
),
marked as (
    select
        account_number,
        booked_epoch,
        booked_on,
        case when gap_seconds is null then 1 else 0 end as is_new,
        case when gap_seconds <= 86400 then 0 else 1 end as begins_24h,
        case when gap_seconds <= 259200 then 0 else 1 end as begins_72h,
        case when wait_seconds <= 86400 then 0 else 1 end as ends_24h,
        case when wait_seconds <= 259200 then 0 else 1 end as ends_72h
    from entry
),
alive as (
    select
        account_number,
        booked_on,
        is_new,
        sum(begins_24h) over so_far - coalesce(sum(ends_24h) over (
            partition by account_number order by booked_epoch
            range between unbounded preceding and 86401 preceding
        ), 0) as count_24h,
        sum(begins_72h) over so_far - coalesce(sum(ends_72h) over (
            partition by account_number order by booked_epoch
            range between unbounded preceding and 259201 preceding
        ), 0) as count_72h
    from marked
    window so_far as (
        partition by account_number order by booked_epoch
        range between unbounded preceding and current row
    )
)
select
    account_number,
    booked_on,
    cast(sum(is_new) as bigint) as new_counterparty_count,
    cast(max(count_24h) as bigint) as counterparty_24h_count,
    cast(max(count_72h) as bigint) as counterparty_72h_count
from alive
group by account_number, booked_on
