/*
grain = "one row per account, direction and first transfer of a pair, service hubs left out"

[columns]
account_number     = "account at the middle"
is_in              = "1 when it is paid, 0 when it pays"
booked_epoch       = "booking time, seconds UTC"
amount_rank        = "rank of the amount in the window"

[parameters.fan_rank]
default = 0.5
unit    = "share of the window's transfers"
meaning = "smallest amount rank of a transfer that counts towards a fan"
*/
with side as (
    select beneficiary_number as account_number, 1 as is_in, booked_epoch, amount_rank, transaction_number
    from features.flow
    where is_first = 1
      and amount_rank >= $fan_rank
    union all
    select originator_number, 0, booked_epoch, amount_rank, transaction_number
    from features.flow
    where is_first = 1
      and amount_rank >= $fan_rank
),
counted as (
    select side.*, count(*) over (partition by account_number, is_in) as first_count
    from side
)
select
    counted.is_in,
    counted.account_number,
    counted.booked_epoch,
    counted.amount_rank
from counted
left join features.service_hub as hub on hub.account_number = counted.account_number
where hub.account_number is null
  and counted.first_count >= 3
order by counted.is_in, counted.account_number, counted.transaction_number
