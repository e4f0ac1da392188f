/*
grain = "one row per listed asset: what an asset recovery office asks of a lead beside the tests"

[columns]
asset_id       = "asset"
source_count   = "credits that its traced value comes from"
hop_count      = "transfers between them and the payment, the longest way"
last_source_on = "date of the last of them"
last_hop_on    = "date of the last payment that value was traced into"
relation       = "relation of the present owner to the party through which the asset is listed"
confidence     = "high, medium or low, and why: how well the payment fits the deed, how near the methods are"
handling_code  = "how a receiver may use the row, of the profile"
calendar       = "days that the clock leaves out, of the profile"
retained_until = "date until which the row is kept if nothing is added, counted from the night"

[parameters]
as_of          = "date of the night"
handling_code  = "of the profile"
calendar       = "of the profile"
retention_days = "days that a row is kept, of the profile; null when it sets none"

[parameters.high_score]
default = 0.9
unit    = "0 to 1"
meaning = "match of payment and deed from which confidence may be high, inclusive"

[parameters.medium_score]
default = 0.75
unit    = "0 to 1"
meaning = "match from which confidence may be medium, inclusive"

[parameters.agreement_ratio]
default = 0.75
unit    = "smallest over largest traced value"
meaning = "from here on the methods agree, inclusive; below, confidence is one step lower"
*/
with source as (
    select start.asset_id, count(distinct cited.transaction_id) as source_count,
        max(cited.booked_epoch) as last_epoch, max(start.latest_epoch) as paid_epoch, max(hops.hop) as hop_count
    from trace.cone_start as start
    join trace.cone_source as cited on cited.trace_id = start.trace_id and cited.is_root
    join (select trace_id, max(hop) as hop from trace.cone_credit group by trace_id) as hops
      on hops.trace_id = start.trace_id
    group by start.asset_id
),
value as (
    select asset_id, method, order_variant, sum(traced_base_minor) as traced_base_minor,
        max(match_score) as match_score
    from trace.asset_trace
    where method <> 'poison'
    group by asset_id, method, order_variant
),
traced as (
    select asset_id, max(match_score) as match_score,
        min(traced_base_minor)::double / greatest(max(traced_base_minor), 1)::double as agreement
    from value
    group by asset_id
),
neighbour as (
    select party_id, related_party_id, relationship_type from core.relationship
    where recorded_to is null and coalesce(valid_from, date '0001-01-01') <= $as_of
    union
    select related_party_id, party_id, relationship_type from core.relationship
    where recorded_to is null and coalesce(valid_from, date '0001-01-01') <= $as_of
),
near as (
    select listed.asset_id, string_agg(distinct neighbour.relationship_type, ', '
        order by neighbour.relationship_type) as kinds
    from trace.listed_asset as listed
    join neighbour on neighbour.party_id = listed.owner_party_id and neighbour.related_party_id = listed.subject_party_id
    group by listed.asset_id
),
through as (
    select listed.asset_id, min(one.related_party_id) as through_party_id
    from trace.listed_asset as listed
    join neighbour as one on one.party_id = listed.owner_party_id
    join neighbour as two on two.party_id = one.related_party_id and two.related_party_id = listed.subject_party_id
    group by listed.asset_id
)
select
    listed.asset_id, source.source_count, source.hop_count,
    make_timestamp(source.last_epoch * 1000000)::date as last_source_on,
    make_timestamp(source.paid_epoch * 1000000)::date as last_hop_on,
    case
        when listed.owner_party_id is null then 'owner not known'
        when listed.owner_party_id = listed.subject_party_id then 'the same party'
        when near.asset_id is not null then replace(near.kinds, '_', ' ') || ' of ' || listed.subject_party_id
        when through.asset_id is not null then 'two steps, through ' || through.through_party_id
        else 'none on record'
    end as relation,
    case
        when traced.asset_id is null then 'no value is traced into it'
        when traced.match_score >= $high_score and traced.agreement >= $agreement_ratio then 'high'
        when traced.match_score >= $high_score
            or (traced.match_score >= $medium_score and traced.agreement >= $agreement_ratio) then 'medium'
        else 'low'
    end || coalesce(': the payment fits the deed by ' || round(100 * traced.match_score)::bigint
        || ' points of 100; the lowest method is ' || round(100 * traced.agreement)::bigint || ' % of the highest', '')
        as confidence,
    $handling_code as handling_code, $calendar as calendar,
    $as_of + $retention_days::integer as retained_until
from trace.listed_asset as listed
left join source on source.asset_id = listed.asset_id
left join traced on traced.asset_id = listed.asset_id
left join near on near.asset_id = listed.asset_id
left join through on through.asset_id = listed.asset_id
order by listed.asset_id
