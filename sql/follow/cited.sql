/*
grain = "one row per transaction that an alert, chain, case or lead cites, or that paid for an asset"

[parameters]
id = "identifier"
*/
select transaction_id, transaction_number::bigint as transaction_number
from mart.alert_transaction
where alert_id = $id
union
select transaction_id, transaction_number::bigint
from mart.chain_hop
where chain_id = $id
union
select held.transaction_id, held.transaction_number::bigint
from mart.case_transaction as held
where held.case_id in (select case_id from mart.case_lead where case_id = $id or lead_id = $id)
union
select traced.transaction_id, movement.transaction_number::bigint
from mart.asset_trace as traced
join mart."transaction" as movement
  on movement.transaction_id = traced.transaction_id
where traced.asset_id = $id
order by transaction_id
