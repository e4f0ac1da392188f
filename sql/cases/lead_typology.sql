/*
grain = "one row per case: the typology that most of its alerts' evidence stands on"
*/
with weighed as (
    select
        held.case_id,
        alert.typology,
        sum(alert.transaction_count) as transaction_count,
        count(*) as alert_count
    from cases.case_alert as held
    join detect.alert as alert on alert.alert_id = held.alert_id
    where alert.typology <> 'anomaly'
    group by held.case_id, alert.typology
),
ordered as (
    select
        case_id,
        typology,
        row_number() over (
            partition by case_id order by alert_count desc, transaction_count desc, typology
        ) as place
    from weighed
)
select case_id, typology
from ordered
where place = 1
order by case_id
