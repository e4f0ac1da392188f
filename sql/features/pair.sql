/*
grain = "one row per account debited and account credited: a directed pair that moved money in the window"

[columns]
originator_number      = "account debited"
beneficiary_number     = "account credited"
first_number           = "number of the first transaction of the pair in the window"
first_epoch            = "first transaction, seconds UTC"
last_epoch             = "last transaction, seconds UTC"
transaction_count      = "transactions"
day_count              = "days with a transaction"
amount_base_minor      = "sum, base minor units; transactions without a rate add nothing"
*/
with pair_day as (
    select
        originator_number,
        beneficiary_number,
        booked_on,
        min(transaction_number) as first_number,
        min(booked_epoch) as first_epoch,
        max(booked_epoch) as last_epoch,
        count(*) as transaction_count,
        sum(amount_base_minor) as amount_base_minor
    from features.window_transfer
    where originator_number is not null
      and beneficiary_number is not null
    group by originator_number, beneficiary_number, booked_on
)
select
    originator_number,
    beneficiary_number,
    min(first_number) as first_number,
    min(first_epoch) as first_epoch,
    max(last_epoch) as last_epoch,
    cast(sum(transaction_count) as bigint) as transaction_count,
    count(*) as day_count,
    cast(coalesce(sum(amount_base_minor), 0) as hugeint) as amount_base_minor
from pair_day
group by originator_number, beneficiary_number
