/*
grain = "one row per founding alert behind an acquisition and the acquisition's first alert"

[columns]
alert_number = "first alert whose money was traced into the acquisition"
other_number = "another such alert"
weight       = "fixed"
reason       = "why they are linked"

[parameters.least_part_ratio]
default = 0.2
unit    = "share of the payment"
meaning = "least part of a payment that must come from an alert's transactions, by the headline method, for the alert to be linked through the asset, inclusive"

[parameters.asset_weight]
default = 0.8
unit    = "weight"
meaning = "strength of a link through an asset when a group is split"

[parameters.asset_days]
default = 365
unit    = "days"
meaning = "longest time between the acquisition and an alert about the party that acquired"
*/
with from_alert as (
    select
        carried.acquisition_id,
        carried.trace_id,
        carried.order_variant,
        evidence.alert_number,
        sum(carried.carried_base_minor) as carried_base_minor,
        min(carried.payment_base_minor) as payment_base_minor
    from cases.carried as carried
    join cases.linking_evidence as evidence
      on evidence.transaction_id = carried.transaction_id
    where carried.is_headline
      and evidence.is_founder
      and evidence.subject_key = ''
    group by carried.acquisition_id, carried.trace_id, carried.order_variant, evidence.alert_number
),
financed as (
    select acquisition_id, alert_number
    from from_alert
    where carried_base_minor >= $least_part_ratio * payment_base_minor
    group by acquisition_id, alert_number
),
behind as (
    select acquisition_id, alert_number
    from financed
    union
    select
        traced.acquisition_id,
        evidence.alert_number
    from trace.asset_trace as traced
    join cases.linking_evidence as evidence
      on evidence.transaction_id = traced.transaction_id
    where evidence.is_founder
      and evidence.subject_key = ''
      and traced.acquisition_id in (select acquisition_id from financed)
    union
    select
        acquired.acquisition_id,
        alert.alert_number
    from features.acquisition as acquired
    join cases.standing_alert as alert
      on alert.subject_id = acquired.acquirer_party_id
    where alert.is_founder
      and acquired.recorded_to is null
      and acquired.acquisition_id in (select acquisition_id from financed)
      and epoch(acquired.acquired_on) between alert.start_epoch - $asset_days * 86400
                                          and alert.end_epoch + $asset_days * 86400
),
starred as (
    select
        min(alert_number) over (partition by acquisition_id) as alert_number,
        alert_number as other_number
    from behind
)
select
    alert_number,
    other_number,
    $asset_weight::double as weight,
    'asset' as reason
from starred
where alert_number <> other_number
group by alert_number, other_number
order by alert_number, other_number
