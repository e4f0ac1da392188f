/*
grain = "one row per alert of tonight: the identity it carries over nights"
*/
-- 1. The same detector, version, subject and start: the same alert.
-- 2. An episode whose start moved (its first rows left the window, or late rows came) overlaps the
--    alert it was: it takes that alert's identity. One for one, the earliest first.
with moved as (
    select
        tonight.alert_id as tonight_id,
        earlier.alert_id,
        row_number() over (
            partition by tonight.alert_id order by earlier.start_epoch, earlier.alert_id
        ) as place_of_earlier,
        row_number() over (
            partition by earlier.alert_id order by tonight.start_epoch, tonight.alert_id
        ) as place_of_tonight
    from detect.tonight as tonight
    join detect.alert as earlier
      on earlier.detector_id = tonight.detector_id
     and earlier.detector_version = tonight.detector_version
     and earlier.subject_id = tonight.subject_id
    where earlier.start_epoch <= tonight.end_epoch
      and tonight.start_epoch <= earlier.end_epoch
      and earlier.alert_id not in (select alert_id from detect.tonight)
      and tonight.alert_id not in (select alert_id from detect.alert)
)
select
    tonight.alert_id as tonight_id,
    coalesce(moved.alert_id, tonight.alert_id) as alert_id
from detect.tonight as tonight
left join moved
  on moved.tonight_id = tonight.alert_id
 and moved.place_of_earlier = 1
 and moved.place_of_tonight = 1
