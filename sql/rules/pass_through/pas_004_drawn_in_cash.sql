/*
id         = "PAS-004"
title      = "What came by transfer is drawn in cash within days, again and again"
typology   = "pass_through"
stage      = "layering"
subject    = "account"
window     = "window_seconds"
severity   = "medium"
version    = 1
references = ["FATF-CASH-2015", "EGMONT-100"]
why        = "Cash ends the way that a bank can follow: a buyer of gold of unknown origin, a front or a mule draws what was sent and hands it on."
innocent   = "A licensed trader who pays suppliers by transfer and draws a small part of what customers sent."
next_step  = "Ask the bank who drew the money, and the holder whom it was paid to: receipts, licences, tax papers."

[parameters.minimum_minor]
default = 1_000_000
unit    = "base currency, minor units"
meaning = "smallest sum that passes through within a window"

[parameters.minimum_count]
default = 3
unit    = "withdrawals"
meaning = "fewest withdrawals of a window: one or two are the price of a car"

[parameters.minimum_percent]
default = 40
unit    = "percent of the transfers of others"
meaning = "least that is drawn, over all that is examined: an account that mostly pays otherwise is not emptied"

[parameters.window_seconds]
default = 431_999
unit    = "seconds"
meaning = "longest time from the first transfer to the last withdrawal: under five days"
*/
with drawn as (
    -- sums of a window are never larger than those of the account; services pass everything on
    select entry.account_id
    from features.window_transaction as entry
    left join features.service_hub as hub
      on hub.account_number = entry.account_number
    where hub.account_number is null
      and entry.channel = 'cash_withdrawal'
    group by entry.account_id
    having sum(entry.amount_base_minor) >= $minimum_minor
       and count(*) >= $minimum_count
),
own as (
    -- two holders in common are one pair
    select distinct drawn.account_id, other.account_id as other_account_id
    from drawn
    join features.party_account as holding
      on holding.account_id = drawn.account_id
    join features.party_account as other
      on other.party_id = holding.party_id
),
entry as (
    select
        moved.account_id,
        moved.transaction_id,
        moved.booked_epoch,
        moved.direction,
        case when moved.direction = 'in' then moved.amount_base_minor else 0 end as came_minor,
        case when moved.direction = 'out' then moved.amount_base_minor else 0 end as drawn_minor
    from features.window_transaction as moved
    join drawn
      on drawn.account_id = moved.account_id
    left join own
      on own.account_id = moved.account_id
     and own.other_account_id = moved.counterparty_account_id
    where own.account_id is null
      and moved.amount_base_minor > 0
      and case
          when moved.direction = 'out' then moved.channel = 'cash_withdrawal'
          else moved.channel not in ('cash_deposit', 'returned', 'loan', 'interest')
      end
),
emptied as (
    select account_id
    from entry
    group by account_id
    having sum(drawn_minor) * 100 >= sum(came_minor) * $minimum_percent
),
counted as (
    select
        entry.*,
        sum(came_minor) over recent as recently_came_minor,
        sum(drawn_minor) over recent as recently_drawn_minor,
        count(case when direction = 'out' then 1 end) over recent as drawn_count
    from entry
    join emptied
      on emptied.account_id = entry.account_id
    window recent as (
        partition by entry.account_id order by booked_epoch
        range between $window_seconds preceding and current row
    )
)
select
    account_id as subject_id,
    booked_epoch,
    transaction_id,
    case
        when direction = 'out' and drawn_count >= $minimum_count
            then least(recently_came_minor, recently_drawn_minor)
    end as measured,
    $minimum_minor as threshold,
    direction as role
from counted
