/*
grain = "one row per proceeding as the registers have it now, by the record of its party that is kept"

[columns]
proceeding_id   = "proceeding"
party_id        = "party it is about, the record that is kept"
proceeding_type = "investigation, indictment, trial, conviction, acquittal, stopped and the like"
offence_code    = "offence"
is_organised    = "as member of a criminal organisation"
opened_on       = "day it began"
decided_on      = "day it was decided"
stop_reason     = "why it was stopped"
file_sha256     = "file"
row_number      = "row of the file"
*/
select
    proceeding.proceeding_id,
    coalesce(kept.party_id, proceeding.party_id) as party_id,
    proceeding.proceeding_type,
    proceeding.offence_code,
    proceeding.is_organised,
    proceeding.opened_on,
    proceeding.decided_on,
    proceeding.stop_reason,
    proceeding.file_sha256,
    proceeding.row_number
from core.proceeding as proceeding
left join features.party_kept as kept on kept.record_id = proceeding.party_id
where proceeding.recorded_to is null
