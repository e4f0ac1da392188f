/*
grain = "one row per account, direction and first transfer of a pair, service hubs left out"

[columns]
account_number     = "account at the middle"
is_in              = "1 when it is paid, 0 when it pays"
booked_epoch       = "booking time, seconds UTC"
amount_rank        = "rank of the amount in the window"
is_sole            = "1 when the pair dealt once, in a window where few pairs do"

[parameters.fan_rank]
default = 0.5
unit    = "share of the window's transfers"
meaning = "smallest amount rank of a transfer that counts towards a fan"
*/
with side as (
    select
        flow.beneficiary_number as account_number,
        1 as is_in,
        flow.booked_epoch,
        flow.amount_rank,
        case when span.sole_ratio is null then 0 else flow.is_sole end as is_sole,
        flow.transaction_number
    from features.flow as flow
    cross join features.flow_span as span
    where flow.is_first = 1
      and (flow.amount_rank >= $fan_rank or flow.is_sole = 1 and span.sole_ratio is not null)
    union all
    select
        flow.originator_number,
        0,
        flow.booked_epoch,
        flow.amount_rank,
        case when span.sole_ratio is null then 0 else flow.is_sole end,
        flow.transaction_number
    from features.flow as flow
    cross join features.flow_span as span
    where flow.is_first = 1
      and (flow.amount_rank >= $fan_rank or flow.is_sole = 1 and span.sole_ratio is not null)
),
counted as (
    select side.*, count(*) over (partition by account_number, is_in) as first_count
    from side
)
select
    counted.is_in,
    counted.account_number,
    counted.booked_epoch,
    counted.amount_rank,
    counted.is_sole
from counted
left join features.service_hub as hub on hub.account_number = counted.account_number
where hub.account_number is null
  and counted.first_count >= 3
order by counted.is_in, counted.account_number, counted.transaction_number
