/*
grain = "one row per anomaly alert that joins a group: the group it shares most transactions with, else one about the same subject at the same time"

[columns]
alert_number = "alert of the anomaly model"
group_number = "group it joins"
is_split     = "the group was split from a larger one"
*/
with shared as (
    select
        anomaly.alert_number,
        founded.group_number,
        founded.is_split,
        count(distinct anomaly.transaction_id) as shared_count  -- several founders may cite one
    from cases.linking_evidence as anomaly
    join cases.linking_evidence as founder
      on founder.transaction_id = anomaly.transaction_id
     and founder.subject_key = anomaly.subject_key
    join founded
      on founded.alert_number = founder.alert_number
    where not anomaly.is_founder
      and not anomaly.is_of_payee
    group by anomaly.alert_number, founded.group_number, founded.is_split
),
same_subject as (
    select
        anomaly.alert_number,
        founded.group_number,
        founded.is_split,
        0 as shared_count
    from cases.standing_alert as anomaly
    join cases.standing_alert as founder
      on founder.subject_id = anomaly.subject_id
     and founder.start_epoch <= anomaly.end_epoch
     and founder.end_epoch >= anomaly.start_epoch
    join founded
      on founded.alert_number = founder.alert_number
    where not anomaly.is_founder
      and not anomaly.is_of_payee
      and not anomaly.is_hub_subject
),
ordered as (
    select
        alert_number,
        group_number,
        is_split,
        row_number() over (
            partition by alert_number order by shared_count desc, group_number
        ) as place
    from (
        select alert_number, group_number, is_split, shared_count from shared
        union all
        select alert_number, group_number, is_split, shared_count from same_subject
    )
)
select
    alert_number,
    group_number,
    is_split
from ordered
where place = 1
order by alert_number
