/*
grain = "one row per founding alert on a chain and the chain's first alert"

[columns]
alert_number = "first alert of the chain"
other_number = "another alert of the chain"
weight       = "fixed: below any full overlap of evidence"
reason       = "why they are linked"

[parameters.overlap_ratio]
default = 0.5
unit    = "share"
meaning = "least share of an alert's transactions that are hops of the chain, inclusive"

[parameters.chain_weight]
default = 0.9
unit    = "weight"
meaning = "strength of a link through a chain when a group is split"
*/
with standing as (
    -- a chain that nobody finds any more joins nobody, nor does one around a common payee
    select
        chain.chain_id,
        alert.alert_number
    from detect.chain as chain
    join cases.standing_alert as alert
      on alert.alert_id = chain.alert_id
    where alert.is_founder
),
on_chain as (
    select
        hop.chain_id,
        evidence.alert_number
    from detect.chain_hop as hop
    join standing
      on standing.chain_id = hop.chain_id
    join cases.linking_evidence as evidence
      on evidence.transaction_id = hop.transaction_id
    where evidence.is_founder
      and evidence.subject_key = ''
    group by hop.chain_id, evidence.alert_number
    having count(*) >= $overlap_ratio * min(evidence.evidence_count)
    union
    select
        chain_id,
        alert_number
    from standing
),
starred as (
    select
        min(alert_number) over (partition by chain_id) as alert_number,
        alert_number as other_number
    from on_chain
)
select
    alert_number,
    other_number,
    $chain_weight::double as weight,
    'chain' as reason
from starred
where alert_number <> other_number
group by alert_number, other_number
order by alert_number, other_number
