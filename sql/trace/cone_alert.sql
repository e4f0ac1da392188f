/*
grain = "one row per traced payment and alert whose cited transactions lie on its way"

[columns]
trace_id         = "payment that is traced"
alert_id         = "alert"
detector_id      = "detector that raised it"
is_weak          = "says only that an account moved otherwise than before: no source by itself"
is_before        = "it cites something before the payment, not the payment alone"
is_main          = "what it cites on the way is a main part of what was paid"
cited_count      = "transactions of the alert on the way, the payment among them"
first_epoch      = "first of them, seconds UTC"

[parameters.weak_typologies]
default = ",volume_spike,dormant_account,"
meaning = "typologies that compare an account with its own past; one alone opens no trace"

[parameters.main_ratio]
default = 0.5
unit    = "share of what was paid for the acquisition"
meaning = "least part that the transactions of an alert on the way make up for it to stand for the whole way, inclusive"
*/
with way as (
    select trace_id, transaction_id, booked_epoch, amount_base_minor, true as is_before from trace.cone_credit
    union
    select trace_id, transaction_id, latest_epoch, amount_base_minor, false from trace.cone_start
)
select
    way.trace_id,
    alert.alert_id,
    min(alert.detector_id) as detector_id,
    min($weak_typologies) like '%,' || min(alert.typology) || ',%' as is_weak,
    bool_or(way.is_before) as is_before,
    sum(way.amount_base_minor) >= min(start.paid_base_minor) * $main_ratio as is_main,
    count(*) as cited_count,
    min(way.booked_epoch) as first_epoch
from way
join trace.cone_start as start
  on start.trace_id = way.trace_id
join detect.alert_transaction as cited
  on cited.transaction_id = way.transaction_id
join detect.alert as alert
  on alert.alert_id = cited.alert_id
where alert.state <> 'withdrawn'
  and alert.typology <> 'anomaly'
group by way.trace_id, alert.alert_id
order by way.trace_id, alert.alert_id
