/*
grain = "one row per trace that an alert opens and credit on its way"

[columns]
trace_id           = "payment that is traced"
acquisition_id     = "acquisition that it paid for"
paid_base_minor    = "all payments matched to the acquisition, base minor units"
transaction_id     = "credit"
transaction_number = "number of the credit in the window"
booked_epoch       = "time of the credit, seconds UTC"
account_number     = "account credited"
amount_base_minor  = "credit, base minor units"
is_first           = "nothing on the way comes before it: cash, or a payer who did not just receive it"
is_cited           = "an alert cites it"
is_main_cited      = "an alert that stands for the whole way cites it"

[parameters.gathered_count]
default = 4
unit    = "credits"
meaning = "fewest credits to one account, cited by alerts that stand for the whole way, that make a gathering, inclusive"

[parameters.gathered_ratio]
default = 0.7
unit    = "share of them"
meaning = "from here on that many have nothing before them, so that all of them are beginnings, inclusive"
*/
with opened as (
    -- one alert that says more than the account's own past, or two detectors that agree, one of them on money before
    -- the payment: that a purchase is large for who pays, and for who is paid, is one fact
    select trace_id
    from trace.cone_alert
    group by trace_id
    having bool_or(not is_weak) or (bool_or(is_before) and count(distinct detector_id) >= 2)
),
member as (
    select
        trace_id,
        account_number,
        max(latest_epoch) as latest_epoch
    from trace.cone_credit
    group by trace_id, account_number
),
cited as (
    select evidence.transaction_id, evidence.alert_id
    from detect.alert_transaction as evidence
    join detect.alert as alert
      on alert.alert_id = evidence.alert_id
    where alert.state <> 'withdrawn'
      and alert.typology <> 'anomaly'
),
main_cited as (
    -- several alerts cite one transaction
    select distinct main.trace_id, cited.transaction_id
    from trace.cone_alert as main
    join cited
      on cited.alert_id = main.alert_id
    where main.is_main
      and not main.is_weak
),
credit as (
    select distinct  -- a credit may stand at several hops
        way.trace_id,
        start.acquisition_id,
        start.paid_base_minor,
        way.transaction_id,
        way.transaction_number,
        way.booked_epoch,
        way.account_number,
        way.amount_base_minor,
        way.is_own,
        not way.is_own and (payer.trace_id is null or payer.latest_epoch < way.booked_epoch) as is_first,
        way.transaction_id in (select transaction_id from cited) as is_cited,
        main_cited.transaction_id is not null as is_main_cited
    from trace.cone_credit as way
    join opened
      on opened.trace_id = way.trace_id
    join trace.cone_start as start
      on start.trace_id = way.trace_id
    left join member as payer
      on payer.trace_id = way.trace_id
     and payer.account_number = way.originator_number
    left join main_cited
      on main_cited.trace_id = way.trace_id
     and main_cited.transaction_id = way.transaction_id
),
gathered as (
    -- most of the payers that an alert cites are first: one who also received something is no exception
    select trace_id, account_number
    from credit
    where is_main_cited
    group by trace_id, account_number
    having count(*) >= $gathered_count
       and count(*) filter (is_first) >= count(*) * $gathered_ratio
)
select
    credit.*exclude (is_first, is_own),
    not credit.is_own
        and (credit.is_first or (credit.is_main_cited and gathered.trace_id is not null)) as is_first
from credit
left join gathered
  on gathered.trace_id = credit.trace_id
 and gathered.account_number = credit.account_number
order by credit.trace_id, credit.transaction_number
