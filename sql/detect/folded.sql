/*
grain = "one row per alert of tonight: its rows folded, before it is described"
*/
select
    hit.detector_id,
    hit.subject_id,
    hit.start_epoch,
    max(hit.end_epoch) as end_epoch,
    max(hit.measured) as measured,
    max(hit.threshold) as threshold,
    max(hit.score) as score,
    max(hit.note) as note,
    max(hit.tier) as own_tier,
    count(hit.transaction_id) as transaction_count,
    cast(coalesce(sum(transfer.amount_base_minor), 0) as hugeint) as amount_base_minor
from detect.hit as hit
left join features.window_transfer as transfer
  on transfer.transaction_id = hit.transaction_id
group by hit.detector_id, hit.subject_id, hit.start_epoch
