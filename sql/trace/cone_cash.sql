/*
grain = "one row per trace and lesser cash deposit to an account that lives, on its way, from cash paid in"

[parameters.cash_count]
default = 3
unit    = "deposits"
meaning = "fewest cash deposits on the way to one account that make it one that cash is paid into, inclusive"

[parameters.cash_days]
default = 3
unit    = "days"
meaning = "longest time between a lesser deposit and the nearest of them, inclusive: the last of a series is what was left over"
*/
with placed as (
    select
        trace_id,
        account_number,
        min(hop) as hop,
        max(latest_epoch) as latest_epoch,
        max(is_hub) as is_hub,
        min(booked_epoch) as first_epoch,
        max(booked_epoch) as last_epoch
    from trace.cone_credit
    where originator_number is null
    group by trace_id, account_number
    having count(distinct transaction_number) >= $cash_count
)
select
    placed.trace_id,
    placed.hop,
    placed.account_number,
    placed.latest_epoch,
    transfer.transaction_id,
    transfer.transaction_number,
    transfer.originator_number,
    transfer.booked_epoch,
    transfer.amount_base_minor,
    false as is_own,
    placed.is_hub
from placed
join features.window_transfer as transfer
  on transfer.beneficiary_number = placed.account_number
 and transfer.channel = 'cash_deposit'
 and transfer.booked_epoch between placed.first_epoch - $cash_days * 86400
                               and placed.last_epoch + $cash_days * 86400
 and transfer.booked_epoch <= placed.latest_epoch
left join trace.cone_credit as known
  on known.trace_id = placed.trace_id
 and known.transaction_number = transfer.transaction_number
where known.trace_id is null
order by placed.trace_id, transfer.transaction_number
