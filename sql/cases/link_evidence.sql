/*
grain = "one row per pair of founding alerts that share enough of their transactions, or any when they are about the same subject"

[columns]
alert_number = "alert"
other_number = "other alert, with the larger number"
weight       = "share of the smaller alert's transactions that both cite, by number or by value, the larger"
reason       = "why they are linked"

[parameters.overlap_ratio]
default = 0.5
unit    = "share"
meaning = "least share of the smaller alert's transactions that both must cite, inclusive"

[parameters.value_overlap_ratio]
default = 0.4
unit    = "share"
meaning = "or least share of the smaller alert's value: less than half, since of money passed on, fees kept, the way out is a little less than half of in and out"
*/
with shared as (
    select
        one.alert_number,
        other.alert_number as other_number,
        min(one.subject_id) = min(other.subject_id) as is_same_subject,
        count(*)::double / least(min(one.evidence_count), min(other.evidence_count))::double
            as count_ratio,
        sum(one.amount_base_minor)::double
            / greatest(least(min(one.evidence_base_minor), min(other.evidence_base_minor)), 1)::double
            as value_ratio
    from cases.linking_evidence as one
    join cases.linking_evidence as other
      on other.transaction_id = one.transaction_id
     and other.subject_key = one.subject_key
     and other.alert_number > one.alert_number
    where one.is_founder
      and other.is_founder
    group by one.alert_number, other.alert_number
)
select
    alert_number,
    other_number,
    least(greatest(count_ratio, value_ratio), 1)::double as weight,
    'evidence' as reason
from shared
where count_ratio >= $overlap_ratio
   or value_ratio >= $value_overlap_ratio
   or is_same_subject
order by alert_number, other_number
