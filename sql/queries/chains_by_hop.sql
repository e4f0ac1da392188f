/*
title    = "Chains, hop by hop"
question = "How did value pass along each chain, how fast, and how much was kept on the way?"
reading  = "One row per hop in order. kept_ratio is this hop over the one before; gap_hours the time between them."
*/
select
    chain.chain_id,
    chain.shape,
    hop.hop,
    hop.transaction_id,
    hop.originator_account_id,
    hop.beneficiary_account_id,
    hop.amount_base_minor,
    round(hop.kept_ratio, 3) as kept_ratio,
    round(hop.gap_seconds::double / 3600.0, 1) as gap_hours
from mart.chain as chain
join mart.chain_hop as hop
  on hop.chain_id = chain.chain_id
order by chain.amount_in_base_minor desc, chain.chain_id, hop.position
