/*
grain = "one row per night and detector"

[columns]
run_id           = "night"
detector_id      = "rule or model"
detector_version = "its version"
detector_hash    = "hash of its file and parameters"
alert_count      = "alerts raised"
dropped_count    = "candidates that a cap dropped"
*/
select
    detector.run_id,
    detector.detector_id,
    detector.detector_version,
    detector.detector_hash,
    detector.alert_count,
    detector.dropped_count
from meta.detector_run as detector
order by detector.run_id, detector.detector_id
