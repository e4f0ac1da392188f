/*
grain = "one row per traced payment and alert whose cited transactions lie on its way"

[columns]
trace_id         = "payment that is traced"
alert_id         = "alert"
detector_id      = "detector that raised it"
is_weak          = "says only that an account moved otherwise than before: no source by itself"
cited_count      = "transactions of the alert on the way, the payment among them"
first_epoch      = "first of them, seconds UTC"

[parameters.weak_typologies]
default = ",volume_spike,dormant_account,"
meaning = "typologies that compare an account with its own past; one alone opens no trace"
*/
with way as (
    select trace_id, transaction_id, booked_epoch from trace.cone_credit
    union
    select trace_id, transaction_id, latest_epoch from trace.cone_start
)
select
    way.trace_id,
    alert.alert_id,
    min(alert.detector_id) as detector_id,
    min($weak_typologies) like '%,' || min(alert.typology) || ',%' as is_weak,
    count(*) as cited_count,
    min(way.booked_epoch) as first_epoch
from way
join detect.alert_transaction as cited
  on cited.transaction_id = way.transaction_id
join detect.alert as alert
  on alert.alert_id = cited.alert_id
where alert.state <> 'withdrawn'
  and alert.typology <> 'anomaly'
group by way.trace_id, alert.alert_id
order by way.trace_id, alert.alert_id
