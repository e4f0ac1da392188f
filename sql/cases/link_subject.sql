/*
grain = "one row per founding alert and the alert before it about the same subject and typology that it overlaps in time"

[columns]
alert_number = "alert"
other_number = "other alert"
weight       = "fixed"
reason       = "why they are linked"

[parameters.subject_weight]
default = 0.7
unit    = "weight"
meaning = "strength of a link through the subject when a group is split"
*/
with ordered as (
    select
        alert_number,
        subject_id,
        typology,
        start_epoch,
        end_epoch,
        max(end_epoch) over before as previous_end_epoch,
        lag(alert_number) over (
            partition by subject_id, typology order by start_epoch, end_epoch, alert_number
        ) as previous_number
    from cases.standing_alert
    where is_founder
    window before as (
        partition by subject_id, typology order by start_epoch, end_epoch, alert_number
        rows between unbounded preceding and 1 preceding
    )
)
select
    least(alert_number, previous_number) as alert_number,
    greatest(alert_number, previous_number) as other_number,
    $subject_weight::double as weight,
    'subject' as reason
from ordered
where previous_end_epoch >= start_epoch
order by alert_number, other_number
