/*
id         = "CSH-001"
title      = "Far more cash than peers of the same business"
typology   = "cash_intensity"
stage      = "placement"
subject    = "account"
severity   = "medium"
version    = 1
references = ["FATF-CASH-2015", "FFIEC-F"]
why        = "A business that takes far more cash than others of its kind may be banking cash of others."
innocent   = "A market stall among market stalls: cash is how all of them are paid."
next_step  = "Compare with tax declarations and with till records."

[parameters.minimum_minor]
default = 500_000
unit    = "base currency, minor units"
meaning = "smallest sum of cash paid in"

[parameters.minimum_percent]
default = 50
unit    = "percent"
meaning = "smallest share of cash in all credits"

[parameters.minimum_peers]
default = 20
unit    = "accounts"
meaning = "fewest accounts of the same business, this one included"

[parameters.minimum_rank_percent]
default = 95
unit    = "percent"
meaning = "smallest share of these accounts with a lower share of cash"
*/
with owner as (
    -- an account of several owners: the first business in order of code counts
    select
        holding.account_id,
        min(party.activity_code) as activity_code
    from features.party_account as holding
    join core.party as party
      on party.party_id = holding.party_id
     and party.recorded_to is null
    where holding.is_owner
      and party.activity_code is not null
    group by holding.account_id
),
share as (
    select
        account.account_id,
        owner.activity_code,
        account.cash_in_base_minor,
        account.cash_in_base_minor * 100 // account.in_base_minor as cash_percent
    from features.account as account
    join owner
      on owner.account_id = account.account_id
    where account.in_base_minor > 0
),
ranked as (
    select
        share.*,
        rank() over (partition by activity_code order by cash_percent) - 1 as lower_count,
        count(*) over (partition by activity_code) as peer_count
    from share
),
flagged as (
    select account_id, cash_percent
    from ranked
    where cash_in_base_minor >= $minimum_minor
      and cash_percent >= $minimum_percent
      and peer_count >= $minimum_peers
      and lower_count * 100 >= peer_count * $minimum_rank_percent
)
select
    flagged.account_id as subject_id,
    min(entry.booked_epoch) over (partition by flagged.account_id) as start_epoch,
    max(entry.booked_epoch) over (partition by flagged.account_id) as end_epoch,
    entry.transaction_id,
    flagged.cash_percent as measured,
    $minimum_percent as threshold
from flagged
join features.window_transaction as entry
  on entry.account_id = flagged.account_id
where entry.direction = 'in'
  and entry.channel = 'cash_deposit'
order by subject_id, start_epoch, transaction_id
