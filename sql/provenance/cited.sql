/*
grain = "one row per transaction, asset, party or account that an identifier stands for or cites"

[parameters]
id = "identifier of a lead, case, alert, chain, transaction, asset, party or account"
*/
with chosen_case as (
    select case_id from cases."case" where case_id = $id
    union
    select case_id from cases.lead where lead_id = $id
)
select 'transaction' as kind, transaction_id as cited_id
from cases.case_transaction
where case_id in (select case_id from chosen_case)
union
select 'transaction', transaction_id
from detect.alert_transaction
where alert_id = $id
union
select 'transaction', transaction_id
from detect.chain_hop
where chain_id = $id
union
select 'transaction', transaction_id
from core."transaction"
where transaction_id = $id
union
select 'asset', asset_id
from cases.case_asset
where case_id in (select case_id from chosen_case)
union
select 'asset', asset_id
from core.asset
where asset_id = $id
union
select 'party', party_id
from cases.case_party
where case_id in (select case_id from chosen_case)
union
select 'party', party_id
from core.party
where party_id = $id
union
select 'account', account_id
from core.account
where account_id = $id
order by kind, cited_id
