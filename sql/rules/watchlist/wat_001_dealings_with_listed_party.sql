/*
id         = "WAT-001"
title      = "Dealings with an account of a listed party"
typology   = "watchlist"
stage      = "layering"
subject    = "account"
severity   = "high"
version    = 1
references = ["FATF-R10", "WOLFSBERG-MON"]
why        = "Dealings with listed parties may breach a freezing order, or lead to what it missed."
innocent   = "A former landlord of the listed party who returns a deposit paid before the listing."
next_step  = "Confirm that the holder is the listed party; check licences and dates of listing."

[parameters.minimum_minor]
default = 100_000
unit    = "base currency, minor units"
meaning = "smallest sum of dealings in the window"
*/
with listed as (
    -- a public function is no reproach; an unknown date of listing counts as before
    select
        coalesce(kept.party_id, entry.party_id) as party_id,
        min(coalesce(cast(epoch(entry.listed_on) as bigint), 0)) as listed_epoch
    from core.watchlist_entry as entry
    left join features.party_kept as kept on kept.record_id = entry.party_id
    where entry.recorded_to is null
      and entry.delisted_on is null
      and entry.party_id is not null
      and entry.topic in ('sanction', 'crime', 'wanted', 'freeze')
    group by coalesce(kept.party_id, entry.party_id)
),
listed_account as (
    select holding.account_id, min(listed.listed_epoch) as listed_epoch
    from listed
    join features.party_account as holding
      on holding.party_id = listed.party_id
    group by holding.account_id
),
dealing as (
    select
        moved.account_id,
        moved.transaction_id,
        moved.booked_epoch,
        moved.direction,
        sum(moved.amount_base_minor) over (partition by moved.account_id) as dealt_minor,
        min(moved.booked_epoch) over (partition by moved.account_id) as start_epoch,
        max(moved.booked_epoch) over (partition by moved.account_id) as end_epoch
    from features.window_transaction as moved
    join listed_account
      on listed_account.account_id = moved.counterparty_account_id
    where moved.booked_epoch >= listed_account.listed_epoch
)
select
    account_id as subject_id,
    start_epoch,
    end_epoch,
    transaction_id,
    dealt_minor as measured,
    $minimum_minor as threshold,
    direction as role
from dealing
where dealt_minor >= $minimum_minor
order by subject_id, start_epoch, transaction_id
