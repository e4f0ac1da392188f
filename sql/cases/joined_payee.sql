/*
grain = "one row per alert about a common payee that joins a group: the group that it shares most value with"

[columns]
alert_number = "alert about a notary or a seller"
group_number = "group it joins"
is_split     = "the group was split from a larger one"

[parameters.overlap_ratio]
default = 0.5
unit    = "share"
meaning = "least share of the smaller alert's transactions that it and one alert of the group must both cite, inclusive"

[parameters.value_overlap_ratio]
default = 0.4
unit    = "share"
meaning = "or least share of the smaller alert's value"
*/
with shared as (
    select
        payee.alert_number,
        founder.alert_number as founder_number,
        count(*)::double / least(min(payee.evidence_count), min(founder.evidence_count))::double
            as count_ratio,
        sum(payee.amount_base_minor)::double / greatest(
            least(min(payee.evidence_base_minor), min(founder.evidence_base_minor)), 1
        )::double as value_ratio,
        sum(payee.amount_base_minor) as shared_base_minor
    from cases.linking_evidence as payee
    join cases.linking_evidence as founder
      on founder.transaction_id = payee.transaction_id
     and founder.subject_key = payee.subject_key
    where payee.is_of_payee
      and founder.is_founder
    group by payee.alert_number, founder.alert_number
),
placed as (
    select
        shared.alert_number,
        founded.group_number,
        founded.is_split,
        row_number() over (
            partition by shared.alert_number
            order by shared.shared_base_minor desc, shared.count_ratio desc, founded.group_number
        ) as place
    from shared
    join founded
      on founded.alert_number = shared.founder_number
    where shared.count_ratio >= $overlap_ratio
       or shared.value_ratio >= $value_overlap_ratio
)
select
    alert_number,
    group_number,
    is_split
from placed
where place = 1
order by alert_number
