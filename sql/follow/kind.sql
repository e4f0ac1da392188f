/*
grain = "one row per kind of thing that an identifier names"

[parameters]
id = "identifier of an alert, chain, case, lead, party, account or asset"
*/
select 'alert' as kind from mart.alert where alert_id = $id
union
select 'chain' from mart.chain where chain_id = $id
union
select 'case' from mart.case_lead where case_id = $id or lead_id = $id
union
select 'party' from mart.party where party_id = $id
union
select 'account' from mart.window_account where account_id = $id
union
select 'account' from mart.account where account_id = $id
union
select 'asset' from mart.asset where asset_id = $id
order by kind
