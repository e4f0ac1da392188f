/*
grain = "one row per trace and cited transaction that brings value to an account of the cone, roots marked"
*/
with cited as (
    -- several alerts may cite one transaction
    select distinct evidence.transaction_id
    from detect.alert_transaction as evidence
    join detect.alert as alert
      on alert.alert_id = evidence.alert_id
    where alert.state <> 'withdrawn'
      and alert.typology <> 'anomaly'
),
reach as (
    select
        trace_id,
        account_number,
        max(latest_epoch) as latest_epoch
    from trace.cone
    group by trace_id, account_number
),
flagged as (
    select
        reach.trace_id,
        transfer.transaction_id,
        transfer.transaction_number,
        transfer.booked_epoch,
        transfer.originator_number,
        transfer.beneficiary_number
    from cited
    join features.window_transfer as transfer
      on transfer.transaction_id = cited.transaction_id
    join reach
      on reach.account_number = transfer.beneficiary_number
     and reach.latest_epoch >= transfer.booked_epoch
    where transfer.originator_number is distinct from transfer.beneficiary_number
),
earliest_in as (
    select
        trace_id,
        beneficiary_number,
        min(booked_epoch) as first_epoch
    from flagged
    group by trace_id, beneficiary_number
)
select
    flagged.trace_id,
    flagged.transaction_id,
    flagged.transaction_number,
    flagged.booked_epoch,
    flagged.beneficiary_number as account_number,
    earliest_in.first_epoch is null or earliest_in.first_epoch > flagged.booked_epoch as is_root
from flagged
left join earliest_in
  on earliest_in.trace_id = flagged.trace_id
 and earliest_in.beneficiary_number = flagged.originator_number
order by flagged.trace_id, flagged.transaction_number
