/*
grain = "one row per chain and transaction"

[columns]
chain_id               = "chain"
position               = "order"
hop                    = "distance from the start, 1 for the first"
transaction_id         = "transaction"
originator_account_id  = "account debited"
beneficiary_account_id = "account credited"
amount_base_minor      = "value, base minor units"
kept_ratio             = "value over the value of the hop before"
gap_seconds            = "time since the hop before"
transaction_number     = "its number in mart.entry"
*/
select
    hop.chain_id,
    hop.position,
    hop.hop,
    hop.transaction_id,
    hop.originator_account_id,
    hop.beneficiary_account_id,
    hop.amount_base_minor,
    hop.kept_ratio,
    hop.gap_seconds,
    transfer.transaction_number::integer as transaction_number
from detect.chain_hop as hop
left join features.window_transfer as transfer
  on transfer.transaction_id = hop.transaction_id
order by hop.chain_id, hop.position
