/*
grain = "one row per trace and credit on its way; the first ones are the roots, which are followed"

[columns]
trace_id           = "payment that is traced"
transaction_id     = "credit"
transaction_number = "number of the credit in the window"
booked_epoch       = "time of the credit, seconds UTC"
account_number     = "account credited"
is_cited           = "an alert cites it"
is_root            = "nothing on the way comes before it: cash, or a payer who did not just receive it"
*/
with opened as (
    -- one alert that says more than the account's own past, or two detectors that agree
    select trace_id
    from trace.cone_alert
    group by trace_id
    having bool_or(not is_weak) or count(distinct detector_id) >= 2
),
member as (
    select
        trace_id,
        account_number,
        max(latest_epoch) as latest_epoch
    from trace.cone_credit
    group by trace_id, account_number
),
credit as (
    select distinct
        trace_id,
        transaction_id,
        transaction_number,
        booked_epoch,
        account_number,
        originator_number,
        is_own
    from trace.cone_credit
),
cited as (
    select distinct evidence.transaction_id
    from detect.alert_transaction as evidence
    join detect.alert as alert
      on alert.alert_id = evidence.alert_id
    where alert.state <> 'withdrawn'
      and alert.typology <> 'anomaly'
)
select
    credit.trace_id,
    credit.transaction_id,
    credit.transaction_number,
    credit.booked_epoch,
    credit.account_number,
    cited.transaction_id is not null as is_cited,
    not credit.is_own
        and (payer.trace_id is null or payer.latest_epoch < credit.booked_epoch) as is_root
from credit
join opened
  on opened.trace_id = credit.trace_id
left join member as payer
  on payer.trace_id = credit.trace_id
 and payer.account_number = credit.originator_number
left join cited
  on cited.transaction_id = credit.transaction_id
order by credit.trace_id, credit.transaction_number
