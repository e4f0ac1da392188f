/*
grain = "one row per chain of tonight and transaction"
*/
select
    chain.chain_id,
    evidence.position,
    evidence.position as hop,
    transfer.transaction_id,
    transfer.originator_account_id,
    transfer.beneficiary_account_id,
    transfer.amount_base_minor,
    cast(transfer.amount_base_minor as double) / nullif(lag(transfer.amount_base_minor) over (
        partition by chain.chain_id order by evidence.position
    ), 0) as kept_ratio,
    transfer.booked_epoch - lag(transfer.booked_epoch) over (
        partition by chain.chain_id order by evidence.position
    ) as gap_seconds
from detect.chain_tonight as chain
join detect.alert_transaction as evidence
  on evidence.alert_id = chain.alert_id
join features.window_transfer as transfer
  on transfer.transaction_id = evidence.transaction_id
