/*
grain = "one row per file received"

[columns]
file_sha256     = "SHA-256 of the bytes as received"
source_id       = "feed"
table_name      = "table of the source contract"
file_name       = "path below the inbox as received"
byte_count      = "size in bytes"
run_id          = "night that took it"
replaces_sha256 = "file that this one corrects"
state           = "registered, loaded, failed, ignored, replaced"
record_count    = "records counted without the parser"
loaded_count    = "rows loaded"
duplicate_count = "rows already known"
rejected_count  = "rows rejected"
*/
select
    file.file_sha256,
    file.source_id,
    file.table_name,
    file.file_name,
    file.byte_count,
    file.run_id,
    file.replaces_sha256,
    file.state,
    file.record_count,
    file.loaded_count,
    file.duplicate_count,
    file.rejected_count
from landing.file as file
order by file.file_sha256
