/*
grain = "one row per listed asset, question that a reader asks of it, and received row that answers"

[columns]
asset_id    = "asset"
answer      = "what (the asset), whose (ownership), bought (deed), paid (payments), traced (where the value comes from), income, proceeding, relation"
record      = "table and key of the row"
file_sha256 = "file with the row"
row_number  = "line or record in that file"

[parameters]
as_of = "date of the night"

[parameters.most_rows]
default = 12
unit    = "rows"
meaning = "most rows kept for one answer about one asset, the largest or latest first"
*/
with concerned as (
    select distinct asset_id, party_id from trace.assessed
    union
    select asset_id, subject_party_id from trace.listed_asset
),
answered as (
    select 'what' as answer, listed.asset_id, 'core.asset:' || asset.asset_id as record,
        asset.file_sha256, asset.row_number, 0::hugeint as weight
    from trace.listed_asset as listed
    join core.asset as asset on asset.asset_id = listed.asset_id and asset.recorded_to is null
    union all
    select 'whose', listed.asset_id, 'core.ownership:' || ownership.asset_id || '/' || ownership.party_id,
        ownership.file_sha256, ownership.row_number, epoch(ownership.valid_from)::bigint
    from trace.listed_asset as listed
    join features.ownership as ownership on ownership.asset_id = listed.asset_id and ownership.recorded_to is null
    where coalesce(ownership.valid_to, date '9999-12-31') > $as_of
    union all
    select 'bought', listed.asset_id, 'core.acquisition:' || deed.acquisition_id,
        deed.file_sha256, deed.row_number, epoch(deed.acquired_on)::bigint
    from trace.listed_asset as listed
    join features.acquisition as deed on deed.asset_id = listed.asset_id and deed.recorded_to is null
    union all
    select distinct 'paid', start.asset_id, 'core.transaction:' || start.transaction_id,
        paid.file_sha256, paid.row_number, start.amount_base_minor  -- one payment of several traces
    from trace.cone_start as start
    join trace.listed_asset as listed on listed.asset_id = start.asset_id
    join core."transaction" as paid on paid.transaction_id = start.transaction_id
    union all
    select distinct 'traced', start.asset_id, 'core.transaction:' || source.transaction_id,
        cited.file_sha256, cited.row_number, cited.amount_minor  -- one source of several traces
    from trace.cone_start as start
    join trace.cone_source as source on source.trace_id = start.trace_id and source.is_root
    join core."transaction" as cited on cited.transaction_id = source.transaction_id
    union all
    select 'income', concerned.asset_id, 'core.declared_income:' || income.party_id || '/' || income.income_year
            || '/' || income.income_kind, income.file_sha256, income.row_number, income.income_year
    from concerned
    join features.declared_income as income on income.party_id = concerned.party_id and income.recorded_to is null
    union all
    select 'proceeding', concerned.asset_id, 'core.proceeding:' || proceeding.proceeding_id,
        proceeding.file_sha256, proceeding.row_number, epoch(proceeding.opened_on)::bigint
    from concerned
    join features.proceeding as proceeding on proceeding.party_id = concerned.party_id
    union all
    select 'relation', assessed.asset_id, relation.evidence, relation.file_sha256, relation.row_number, 0
    from trace.assessed as assessed
    join features.relation as relation
      on (relation.party_id = assessed.party_id and relation.related_party_id = assessed.seller_party_id)
      or (relation.related_party_id = assessed.party_id and relation.party_id = assessed.seller_party_id)
)
select asset_id, answer, record, file_sha256, row_number
from answered
qualify row_number() over (
    partition by asset_id, answer order by weight desc nulls last, record, file_sha256, row_number) <= $most_rows
order by asset_id, answer, record, file_sha256, row_number
