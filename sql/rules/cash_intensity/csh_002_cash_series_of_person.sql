/*
id         = "CSH-002"
title      = "Cash that a person pays in again and again, together out of proportion to known income"
typology   = "cash_intensity"
stage      = "placement"
subject    = "party"
window     = "window_seconds"
severity   = "medium"
version    = 1
references = ["FATF-CASH-2015", "FFIEC-F"]
why        = "Who is paid by transfer has no cash to bank: a series of deposits within weeks is placement, whether or not each stays below a threshold."
innocent   = "A market trader who banks a month's takings on an own account: the declared income of a year is many times that."
next_step  = "Ask where the cash came from, and for receipts of what was sold."

[parameters.minimum_minor]
default = 3_000_000
unit    = "base currency, minor units"
meaning = "smallest sum within the window"

[parameters.minimum_count]
default = 4
unit    = "deposits"
meaning = "fewest deposits of a window: one or two are the price of a car"

[parameters.minimum_percent]
default = 50
unit    = "percent of known yearly income"
meaning = "least that they add up to; where no income is known, nothing explains them"

[parameters.window_seconds]
default = 2_591_999
unit    = "seconds"
meaning = "longest time from first to last deposit: under thirty days"
*/
with deposit as (
    -- an account of several owners counts for each; who is not known to be a person may bank a firm's takings
    select
        holding.party_id,
        entry.transaction_id,
        entry.booked_epoch,
        entry.amount_base_minor,
        -- income of the year, else of the year before, which may be the only one that is told of
        coalesce(this_year.income_base_minor, year_before.income_base_minor, 0) as income_minor
    from features.window_transaction as entry
    join features.party_account as holding
      on holding.account_id = entry.account_id
    left join features.party_year as this_year
      on this_year.party_id = holding.party_id
     and this_year.money_year = extract(year from entry.booked_on)
    left join features.party_year as year_before
      on year_before.party_id = holding.party_id
     and year_before.money_year = extract(year from entry.booked_on) - 1
    where entry.channel = 'cash_deposit'
      and holding.is_owner
      and holding.party_type = 'person'
),
counted as (
    select
        deposit.*,
        sum(amount_base_minor) over recent as paid_minor,
        count(*) over recent as deposit_count
    from deposit
    window recent as (
        partition by party_id order by booked_epoch
        range between $window_seconds preceding and current row
    )
)
select
    party_id as subject_id,
    booked_epoch,
    transaction_id,
    case
        when deposit_count >= $minimum_count
            and paid_minor * 100 >= income_minor * $minimum_percent
            then paid_minor
    end as measured,
    $minimum_minor as threshold
from counted
