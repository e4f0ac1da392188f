/*
grain = "one row per shape of tonight and transaction: its hop, what it keeps of the hop before, and the time since"
*/
-- Where a hop has several transfers, all of them are measured against the whole of the hop before.
with member as (
    select
        chain.chain_id,
        evidence.position,
        evidence.hop,
        transfer.transaction_id,
        transfer.originator_account_id,
        transfer.beneficiary_account_id,
        transfer.amount_base_minor,
        transfer.booked_epoch
    from detect.chain_tonight as chain
    join features.shape as shape
      on shape.shape = chain.shape
     and shape.start_epoch = chain.start_epoch
    join detect.alert as alert
      on alert.alert_id = chain.alert_id
     and alert.subject_id = shape.subject_id
    join features.shape_transaction as evidence
      on evidence.list_place = shape.list_place
     and evidence.hop > 0
    join features.window_transfer as transfer
      on transfer.transaction_id = evidence.transaction_id
),
hop as (
    select
        chain_id,
        hop,
        sum(amount_base_minor) as amount_base_minor,
        min(booked_epoch) as first_epoch
    from member
    group by chain_id, hop
)
select
    member.chain_id,
    member.position,
    member.hop,
    member.transaction_id,
    member.originator_account_id,
    member.beneficiary_account_id,
    member.amount_base_minor,
    cast(own.amount_base_minor as double) / nullif(cast(before.amount_base_minor as double), 0.0)
        as kept_ratio,
    member.booked_epoch - before.first_epoch as gap_seconds
from member
join hop as own
  on own.chain_id = member.chain_id
 and own.hop = member.hop
left join hop as before
  on before.chain_id = member.chain_id
 and before.hop = member.hop - 1
