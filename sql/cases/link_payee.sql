/*
grain = "one row per alert about a common payee and the alert before it about the same payee that it overlaps in time"

[columns]
alert_number = "alert"
other_number = "the other alert"
*/
with ordered as (
    select
        alert_number,
        start_epoch,
        max(end_epoch) over before as previous_end_epoch,
        lag(alert_number) over (
            partition by subject_id order by start_epoch, end_epoch, alert_number
        ) as previous_number
    from left_over
    join cases.standing_alert using (alert_number)
    window before as (
        partition by subject_id order by start_epoch, end_epoch, alert_number
        rows between unbounded preceding and 1 preceding
    )
)
select
    alert_number,
    previous_number as other_number
from ordered
where previous_end_epoch >= start_epoch
order by alert_number
