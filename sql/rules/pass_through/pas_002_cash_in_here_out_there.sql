/*
id         = "PAS-002"
title      = "Cash paid in at one place and taken out at another within two days"
typology   = "pass_through"
stage      = "layering"
subject    = "account"
window     = "window_seconds"
severity   = "medium"
version    = 1
references = ["FATF-CASH-2015", "FFIEC-F"]
why        = "The account carries cash from one place to another without a border or a courier."
innocent   = "A worker who pays in wages at home and takes out pocket money while travelling."
next_step  = "Ask who takes the money out, and for the pictures of the machine."

[parameters.minimum_minor]
default = 300_000
unit    = "base currency, minor units"
meaning = "smallest sum paid in within a window"

[parameters.minimum_percent]
default = 80
unit    = "percent of the cash paid in"
meaning = "least that is taken out elsewhere"

[parameters.window_seconds]
default = 172_800
unit    = "seconds"
meaning = "longest time from the first deposit to the last withdrawal: two days"
*/
with cash as (
    select
        account_id,
        transaction_id,
        booked_epoch,
        channel,
        amount_base_minor,
        branch_code,
        count(case when channel = 'cash_deposit' then 1 end) over (
            partition by account_id order by booked_epoch, transaction_id
            rows between unbounded preceding and current row
        ) as deposit_number
    from features.window_transaction
    where channel in ('cash_deposit', 'cash_withdrawal')
      and amount_base_minor > 0
),
entry as (
    -- elsewhere: not at the branch of the latest deposit before; an unknown place is not elsewhere
    select
        cash.*,
        case when channel = 'cash_deposit' then amount_base_minor else 0 end as deposited_minor,
        case
            when channel = 'cash_withdrawal'
                and branch_code <> max(case when channel = 'cash_deposit' then branch_code end)
                    over (partition by account_id, deposit_number)
                then amount_base_minor
            else 0
        end as elsewhere_minor
    from cash
),
counted as (
    select
        entry.*,
        sum(deposited_minor) over recent as in_minor,
        sum(elsewhere_minor) over recent as out_minor
    from entry
    where deposited_minor + elsewhere_minor > 0
    window recent as (
        partition by account_id order by booked_epoch
        range between $window_seconds preceding and current row
    )
)
select
    account_id as subject_id,
    booked_epoch,
    transaction_id,
    case when elsewhere_minor > 0 and in_minor >= $minimum_minor then out_minor * 100 // in_minor end as measured,
    $minimum_percent as threshold,
    case when deposited_minor > 0 then 'in' else 'out' end as role
from counted
