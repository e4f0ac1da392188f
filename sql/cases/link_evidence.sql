/*
grain = "one row per pair of founding alerts that share enough of their transactions"

[columns]
alert_number = "alert"
other_number = "other alert, with the larger number"
weight       = "share of the smaller alert's transactions that both cite"
reason       = "why they are linked"

[parameters.overlap_ratio]
default = 0.5
unit    = "share"
meaning = "least share of the smaller alert's transactions that both must cite, inclusive"
*/
select
    one.alert_number,
    other.alert_number as other_number,
    (count(*)::double / least(min(one.evidence_count), min(other.evidence_count))::double) as weight,
    'evidence' as reason
from cases.linking_evidence as one
join cases.linking_evidence as other
  on other.transaction_id = one.transaction_id
 and other.subject_key = one.subject_key
 and other.alert_number > one.alert_number
where one.is_founder
  and other.is_founder
group by one.alert_number, other.alert_number
having count(*) >= $overlap_ratio * least(min(one.evidence_count), min(other.evidence_count))
order by one.alert_number, other_number
