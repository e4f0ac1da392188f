/*
grain = "one row per listed asset, question that a reader asks of it, and received row that answers"
columns_of = "trace/asset_source"

[columns]
file_sha256 = "file with the row: mart.file says its name"
*/
select
    source.asset_id,
    source.answer,
    source.record,
    source.file_sha256,
    source.row_number
from trace.asset_source as source
order by source.asset_id, source.answer, source.record, source.file_sha256, source.row_number
