/*
grain = "one row per two transactions that follow each other on an account within a time"

[parameters]
seconds = "longest time between them"
*/
with entry as (
    select
        transaction_number,
        booked_epoch,
        lag(transaction_number) over one_account as previous_number,
        lag(booked_epoch) over one_account as previous_epoch
    from features.window_transaction
    window one_account as (partition by account_id order by booked_epoch, transaction_number)
)
select
    previous_number,
    transaction_number
from entry
where previous_number is not null
  and booked_epoch - previous_epoch <= $seconds
