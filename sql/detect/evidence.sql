/*
grain = "one row per alert of tonight and transaction that it cites"
*/
select
    adopted.alert_id,
    hit.transaction_id,
    row_number() over (
        partition by adopted.alert_id
        order by transfer.transaction_number nulls last, hit.transaction_id
    ) as position,
    hit.role
from detect.hit as hit
join detect.tonight as tonight
  on tonight.detector_id = hit.detector_id
 and tonight.subject_id = hit.subject_id
 and tonight.start_epoch = hit.start_epoch
join detect.adopted as adopted
  on adopted.tonight_id = tonight.alert_id
left join features.window_transfer as transfer
  on transfer.transaction_id = hit.transaction_id
where hit.transaction_id is not null
