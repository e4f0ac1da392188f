/*
grain = "one row per transfer into an account and transfer out of it that may carry the same value on"

[columns]
in_number          = "number of the transfer in"
out_number         = "number of the transfer out"
in_transaction_id  = "transfer in"
out_transaction_id = "transfer out"
account_number     = "account in the middle"
gap_seconds        = "time between the two"
in_base_minor      = "value in, base minor units"
out_base_minor     = "value out, base minor units"
place              = "1 for the successor closest in amount, then in time; at most $link_successors are kept"
*/
-- Buckets of time and of log amount are equality keys of the join: exact, because a bucket is wider
-- than the window (or than ln(100/80)), each transfer in looks into two of each, and the true
-- conditions are checked again. Without them two-way hubs make billions of pairs.
with moved as (
    -- value passed on by a person or a firm; what institutions book of themselves carries nothing on
    select
        transaction_number,
        transaction_id,
        originator_number,
        beneficiary_number,
        booked_epoch,
        amount_base_minor,
        booked_epoch // ($link_seconds + 1) as time_bucket,
        cast(floor(ln(amount_base_minor) / 0.22315) as bigint) as amount_bucket
    from features.window_transfer
    where amount_base_minor >= $link_minimum_minor
      and channel not in ('fee', 'interest', 'tax', 'card', 'direct_debit', 'returned', 'reinvestment')
),
passing as (
    -- accounts that both receive and pay; through a service everything passes and nothing is said
    select account.account_number
    from features.account as account
    left join features.service_hub as hub on hub.account_number = account.account_number
    where account.in_count > 0
      and account.out_count > 0
      and hub.account_number is null
),
step as (
    select 0 as step
    union all
    select 1 as step
),
arrival as (
    select
        moved.transaction_number,
        moved.transaction_id,
        moved.beneficiary_number as account_number,
        moved.originator_number,
        moved.booked_epoch,
        moved.amount_base_minor,
        moved.time_bucket + later.step as time_bucket,
        moved.amount_bucket - lower_amount.step as amount_bucket
    from moved
    join passing on passing.account_number = moved.beneficiary_number
    cross join step as later
    cross join step as lower_amount
),
departure as (
    select moved.*
    from moved
    join passing on passing.account_number = moved.originator_number
),
candidate as (
    select
        arrival.transaction_number as in_number,
        departure.transaction_number as out_number,
        arrival.transaction_id as in_transaction_id,
        departure.transaction_id as out_transaction_id,
        arrival.account_number,
        departure.booked_epoch - arrival.booked_epoch as gap_seconds,
        arrival.amount_base_minor as in_base_minor,
        departure.amount_base_minor as out_base_minor
    from arrival
    join departure
      on departure.originator_number = arrival.account_number
     and departure.time_bucket = arrival.time_bucket
     and departure.amount_bucket = arrival.amount_bucket
    where departure.transaction_number > arrival.transaction_number
      and departure.booked_epoch - arrival.booked_epoch between 0 and $link_seconds
      and departure.amount_base_minor <= arrival.amount_base_minor
      and departure.amount_base_minor * 100 >= arrival.amount_base_minor * 80
      and departure.beneficiary_number is distinct from arrival.account_number
      and arrival.originator_number is distinct from arrival.account_number
),
ranked as (
    select
        candidate.*,
        row_number() over (
            partition by in_number
            order by in_base_minor - out_base_minor, gap_seconds, out_number
        ) as place
    from candidate
)
select
    in_number,
    out_number,
    in_transaction_id,
    out_transaction_id,
    account_number,
    gap_seconds,
    in_base_minor,
    out_base_minor,
    place
from ranked
where place <= $link_successors
