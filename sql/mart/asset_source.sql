/*
grain = "one row per listed asset, question that a reader asks of it, and received row that answers"

[columns]
asset_id    = "asset"
answer      = "what (the asset), whose (ownership), bought (deed), paid (payments), traced (where the value comes from), income, proceeding, relation"
record      = "table and key of the row"
file_sha256 = "file with the row: mart.file says its name"
row_number  = "line or record in that file"
*/
select
    source.asset_id,
    source.answer,
    source.record,
    source.file_sha256,
    source.row_number
from trace.asset_source as source
order by source.asset_id, source.answer, source.record, source.file_sha256, source.row_number
