/*
grain = "one row per first transfer of a pair that may belong to a bipartite block: a large amount, no service hub at either end"

[parameters.block_rank]
default = 0.75
unit    = "share of the window's transfers"
meaning = "smallest amount rank of a transfer of a block"
*/
select
    flow.originator_number,
    flow.beneficiary_number,
    flow.transaction_number,
    flow.booked_epoch,
    count(*) over (partition by flow.originator_number) as payee_count,
    count(*) over (partition by flow.beneficiary_number) as payer_count
from features.flow as flow
left join features.service_hub as payer on payer.account_number = flow.originator_number
left join features.service_hub as payee on payee.account_number = flow.beneficiary_number
where flow.is_first = 1
  and flow.amount_rank >= $block_rank
  and payer.account_number is null
  and payee.account_number is null
