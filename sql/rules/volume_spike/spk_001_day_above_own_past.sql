/*
id         = "SPK-001"
title      = "A day's debits far above the account's own past"
typology   = "volume_spike"
stage      = "layering"
subject    = "account"
severity   = "low"
version    = 1
references = ["WOLFSBERG-MON"]
why        = "Behaviour that leaves its own track asks for a reason."
innocent   = "A yearly tax bill a few times the size of usual spending."
next_step  = "Ask for the occasion of the payments."

[parameters.minimum_days]
default = 20
unit    = "days"
meaning = "fewest days with debits to know the usual"

[parameters.minimum_multiple]
default = 10
unit    = "times the upper quartile"
meaning = "smallest multiple of the upper quartile of days, by rank"

[parameters.minimum_minor]
default = 1_000_000
unit    = "base currency, minor units"
meaning = "smallest sum debited on the day"
*/
with spent as (
    select
        account_id,
        booked_on,
        out_base_minor,
        row_number() over (partition by account_id order by out_base_minor, booked_on) as place,
        count(*) over (partition by account_id) as day_count
    from features.account_day
    where out_base_minor > 0
),
usual as (
    -- the upper quartile by rank: a few large days do not move it
    select
        account_id,
        max(case when place = (day_count * 3 + 3) // 4 then out_base_minor end) as quartile_minor
    from spent
    where day_count >= $minimum_days
    group by account_id
),
spike as (
    select
        spent.account_id,
        spent.booked_on,
        spent.out_base_minor // usual.quartile_minor as multiple
    from spent
    join usual
      on usual.account_id = spent.account_id
    where spent.out_base_minor >= usual.quartile_minor * $minimum_multiple
      and spent.out_base_minor >= $minimum_minor
)
select
    spike.account_id as subject_id,
    min(entry.booked_epoch) over (partition by spike.account_id, spike.booked_on) as start_epoch,
    max(entry.booked_epoch) over (partition by spike.account_id, spike.booked_on) as end_epoch,
    entry.transaction_id,
    spike.multiple as measured,
    $minimum_multiple as threshold
from spike
join features.window_transaction as entry
  on entry.account_id = spike.account_id
 and entry.booked_on = spike.booked_on
where entry.direction = 'out'
order by subject_id, start_epoch, transaction_id
