/*
grain = "one row per received record behind what is cited"

[parameters]
id = "see cited.sql; the table `cited` holds its rows"
*/
with record as (
    select 'transaction' as kind, transaction_id as cited_id, 'transaction' as entity, source_id, file_sha256, row_number
    from core."transaction"
    where transaction_id in (select cited_id from cited where kind = 'transaction')
    union all
    select 'asset', asset_id, 'asset', source_id, file_sha256, row_number
    from core.asset
    union all
    select 'asset', asset_id, 'acquisition', source_id, file_sha256, row_number
    from core.acquisition
    union all
    select 'asset', asset_id, 'ownership', source_id, file_sha256, row_number
    from core.ownership
    union all
    select 'party', party_id, 'party', source_id, file_sha256, row_number
    from core.party
    union all
    select 'party', party_id, 'declared_income', source_id, file_sha256, row_number
    from core.declared_income
    union all
    select 'party', party_id, 'account_holder', source_id, file_sha256, row_number
    from core.account_holder
    union all
    select 'account', account_id, 'account', source_id, file_sha256, row_number
    from core.account
    union all
    select 'account', account_id, 'account_holder', source_id, file_sha256, row_number
    from core.account_holder
)
select
    record.entity,
    record.cited_id,
    record.source_id,
    file.file_name,
    record.row_number,
    record.file_sha256
from cited
join record
  on record.kind = cited.kind
 and record.cited_id = cited.cited_id
left join landing.file as file
  on file.file_sha256 = record.file_sha256
order by record.entity, record.cited_id, record.file_sha256, record.row_number
