/*
grain = "one row per trace and account one hop further back"
*/
with arriving as (
    select
        cone.trace_id,
        transfer.originator_number as account_number,
        max(transfer.booked_epoch) as latest_epoch,
        sum(transfer.amount_base_minor) as amount_base_minor
    from trace.cone as cone
    join features.window_transfer as transfer
      on transfer.beneficiary_number = cone.account_number
     and transfer.booked_epoch <= cone.latest_epoch
     and transfer.booked_epoch >= cone.latest_epoch - $reach_seconds
    join trace.cone_start as start
      on start.trace_id = cone.trace_id
     and transfer.amount_base_minor * 500 >= start.amount_base_minor
    where cone.hop = $hop - 1
      and transfer.originator_number is not null
    group by cone.trace_id, transfer.originator_number
)
select
    arriving.trace_id,
    arriving.account_number,
    arriving.latest_epoch,
    $hop as hop
from arriving
left join features.service_hub as hub
  on hub.account_number = arriving.account_number
left join trace.cone as known
  on known.trace_id = arriving.trace_id
 and known.account_number = arriving.account_number
 and known.latest_epoch >= arriving.latest_epoch
where hub.account_number is null
  and known.trace_id is null
qualify row_number() over (
    partition by arriving.trace_id order by arriving.amount_base_minor desc, arriving.account_number
) <= $most_accounts
order by arriving.trace_id, arriving.account_number
