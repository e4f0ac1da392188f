/*
grain = "one row per night and stage that was done when this snapshot was written"

[columns]
run_id           = "night"
as_of            = "date of the night"
software_version = "version of finintel"
input_hash       = "hash of settings, profile and the SQL of the measures; detectors: mart.detector_run"
stage            = "stage"
position         = "order"
seconds          = "duration; clock time"
peak_memory_byte = "peak memory of the process so far"
counts           = "what it counted, as JSON"
*/
select
    night.run_id,
    night.as_of,
    night.software_version,
    night.input_hash,
    stage_run.stage,
    stage_run.position,
    stage_run.seconds,
    stage_run.peak_memory_byte,
    stage_run.counts
from meta.run as night
join meta.stage_run as stage_run
  on stage_run.run_id = night.run_id
order by night.run_id, stage_run.position
