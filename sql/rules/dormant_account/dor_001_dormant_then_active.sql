/*
id         = "DOR-001"
title      = "An account long silent wakes with large credits"
typology   = "dormant_account"
stage      = "layering"
subject    = "account"
severity   = "medium"
version    = 1
references = ["FFIEC-F", "WOLFSBERG-MON"]
why        = "A forgotten account is a name that nobody watches."
innocent   = "A savings account touched once a year for a small sum."
next_step  = "Ask who woke the account and from where it is operated now."

[parameters.silent_days]
default = 45
unit    = "days"
meaning = "fewest days without an entry of the holder"

[parameters.minimum_minor]
default = 500_000
unit    = "base currency, minor units"
meaning = "smallest sum credited after waking"

[parameters.burst_days]
default = 7
unit    = "days"
meaning = "days after waking that count, the waking day included"
*/
with silence as (
    -- On its first day in the window an account was silent since its last entry in the year before;
    -- without one, an account opened earlier was silent at least since anything is known at all.
    select
        day.account_id,
        day.booked_on,
        cast(epoch(day.booked_on) as bigint) as day_epoch,
        day.in_base_minor,
        coalesce(
            day.quiet_seconds,
            cast(epoch(day.booked_on) as bigint) - before.last_epoch,
            case
                when cast(epoch(account.opened_on) as bigint) < span.observed_epoch
                    then cast(epoch(day.booked_on) as bigint) - span.observed_epoch
            end
        ) // 86400 as silent_days
    from features.account_day as day
    join features.account as account
      on account.account_number = day.account_number
    cross join features.window as span
    left join features.account_before as before
      on before.account_id = day.account_id
),
burst as (
    select
        silence.*,
        sum(in_base_minor) over (
            partition by account_id order by day_epoch
            range between current row and ($burst_days - 1) * 86400 following
        ) as burst_minor
    from silence
),
woken as (
    select account_id, booked_on, day_epoch, silent_days
    from burst
    where silent_days >= $silent_days
      and burst_minor >= $minimum_minor
)
select
    woken.account_id as subject_id,
    min(entry.booked_epoch) over (partition by woken.account_id, woken.booked_on) as start_epoch,
    max(entry.booked_epoch) over (partition by woken.account_id, woken.booked_on) as end_epoch,
    entry.transaction_id,
    woken.silent_days as measured,
    $silent_days as threshold,
    entry.direction as role
from woken
join features.window_transaction as entry
  on entry.account_id = woken.account_id
 and entry.booked_epoch >= woken.day_epoch
 and entry.booked_epoch < woken.day_epoch + $burst_days * 86400
order by subject_id, start_epoch, transaction_id
