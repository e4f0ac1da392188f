/*
grain = "one row per alert that is judged, best first: strict tier, then score"

[columns]
position = "place in the list, from 1"

[parameters]
detectors = "detectors to judge; an empty list means all"
largest   = "an alert with more transactions is left out"
alerts    = "how many are looked at: the budget"
tiers     = "tiers to judge"
*/
select
    alert_id,
    detector_id,
    transaction_count,
    row_number() over (
        order by case when tier = 'strict' then 0 else 1 end, score desc, alert_id
    ) as position
from detect.alert
where state <> 'withdrawn'
  and transaction_count <= $largest
  and (len($detectors) = 0 or detector_id in (select unnest($detectors)))
  and tier in (select unnest($tiers))
order by position
limit $alerts
