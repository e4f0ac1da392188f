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
with entry as (
    select
        account_number,
        booked_epoch,
        booked_on,
        booked_epoch - lag(booked_epoch) over of_pair as pair_gap_seconds,
        lead(booked_epoch) over of_pair - booked_epoch as pair_wait_seconds
    from features.window_transaction
    where counterparty_number is not null
    window of_pair as (
        partition by account_number, counterparty_number order by transaction_number
    )
),
change as (
    select
        account_number,
        booked_on,
        booked_epoch,
        case when pair_gap_seconds <= 86400 then 0 else 1 end as change_24h,
        case when pair_gap_seconds <= 259200 then 0 else 1 end as change_72h,
        case when pair_gap_seconds is null then 1 else 0 end as is_new
    from entry
    union all
    select
        account_number,
        null as booked_on,
        booked_epoch + 86401 as booked_epoch,
        -1 as change_24h,
        0 as change_72h,
        0 as is_new
    from entry
    where pair_wait_seconds > 86400
       or pair_wait_seconds is null
    union all
    select
        account_number,
        null as booked_on,
        booked_epoch + 259201 as booked_epoch,
        0 as change_24h,
        -1 as change_72h,
        0 as is_new
    from entry
    where pair_wait_seconds > 259200
       or pair_wait_seconds is null
),
alive as (
    select
        account_number,
        booked_on,
        is_new,
        sum(change_24h) over (partition by account_number order by booked_epoch) as count_24h,
        sum(change_72h) over (partition by account_number order by booked_epoch) as count_72h
    from change
)
select
    account_number,
    booked_on,
    cast(sum(is_new) as bigint) as new_counterparty_count,
    cast(max(count_24h) as bigint) as counterparty_24h_count,
    cast(max(count_72h) as bigint) as counterparty_72h_count
from alive
where booked_on is not null
group by account_number, booked_on
