/*
grain = "one row per listed asset: what an asset recovery office asks of a lead beside the tests"

[columns]
asset_id       = "asset"
source_count   = "credits that its traced value comes from"
hop_count      = "transfers between them and the payment, the longest way"
last_source_on = "date of the last of them"
last_hop_on    = "date of the last payment that value was traced into"
price_base_minor = "price of the traced deed, base minor units"
chain_ids      = "chains that traced money went along"
relation       = "relation of the present owner to the party through which the asset is listed, and to whoever paid"
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
chained as (
    -- chains that what was traced went along
    select found.asset_id, string_agg(distinct hop.chain_id, ' ' order by hop.chain_id) as chain_ids
    from (select distinct asset_id, trace_id from trace.asset_trace) as found
    join trace.fragment as piece on piece.trace_id = found.trace_id
    join detect.chain_hop as hop on hop.transaction_id = piece.out_transaction_id
    group by found.asset_id
),
related as (
    select asset_id, string_agg(case when place = 1 then relation
        else 'paid by ' || party_id || ': ' || relation end, '; ' order by place, party_id) as relation
    from trace.asset_relation
    group by asset_id
)
select
    listed.asset_id, source.source_count, source.hop_count,
    make_timestamp(source.last_epoch * 1000000)::date as last_source_on,
    make_timestamp(source.paid_epoch * 1000000)::date as last_hop_on,
    priced.price_base_minor, chained.chain_ids, related.relation,
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
left join trace.traced_asset as priced on priced.asset_id = listed.asset_id
left join chained on chained.asset_id = listed.asset_id
left join related on related.asset_id = listed.asset_id
order by listed.asset_id
