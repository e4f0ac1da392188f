/*
grain = "one row per founding alert behind an acquisition and the acquisition's first alert"

[columns]
alert_number = "first alert whose money was traced into the acquisition"
other_number = "another such alert"
weight       = "fixed"
reason       = "why they are linked"

[parameters.least_part_ratio]
default = 0.05
unit    = "share of the payment"
meaning = "least part of a payment that must come from a transaction for it to link, by some method"

[parameters.asset_weight]
default = 0.8
unit    = "weight"
meaning = "strength of a link through an asset when a group is split"

[parameters.asset_days]
default = 365
unit    = "days"
meaning = "longest time between the acquisition and an alert about the party that acquired"
*/
with carried as (
    select
        traced.acquisition_id,
        piece.source_transaction_id as transaction_id
    from trace.asset_trace as traced
    join trace.fragment as piece
      on piece.trace_id = traced.trace_id
     and piece.method = traced.method
     and piece.order_variant = traced.order_variant
     and piece.out_transaction_id = traced.transaction_id
    where piece.method <> 'poison'
      and traced.traced_base_minor >= $least_part_ratio * traced.price_base_minor
    group by traced.acquisition_id, piece.source_transaction_id
    union
    select acquisition_id, transaction_id
    from trace.asset_trace
),
behind as (
    select
        carried.acquisition_id,
        evidence.alert_number
    from carried
    join cases.linking_evidence as evidence
      on evidence.transaction_id = carried.transaction_id
    where evidence.is_founder
      and evidence.subject_key = ''
    union
    select
        acquired.acquisition_id,
        alert.alert_number
    from core.acquisition as acquired
    join cases.standing_alert as alert
      on alert.subject_id = acquired.acquirer_party_id
    where alert.is_founder
      and acquired.acquisition_id in (select acquisition_id from carried)
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
