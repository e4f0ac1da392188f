/*
id         = "STR-005"
title      = "A run of credits in whole thousands"
typology   = "structuring"
stage      = "placement"
subject    = "account"
window     = "window_seconds"
severity   = "low"
version    = 1
references = ["FFIEC-F"]
why        = "Trade and wages seldom come in whole thousands; invented invoices often do."
innocent   = "An invoice in cents beside now and then a round advance payment."
next_step  = "Ask for the invoices behind the round amounts."

[parameters.round_minor]
default = 100_000
unit    = "minor units of the currency paid"
meaning = "an amount is round when this divides it"

[parameters.minimum_count]
default = 10
unit    = "transactions"
meaning = "fewest credits in the window, round or not"

[parameters.minimum_percent]
default = 60
unit    = "percent"
meaning = "smallest share of round credits"

[parameters.window_seconds]
default = 2_591_999
unit    = "seconds"
meaning = "longest time from first to last credit: under thirty days"
*/
with received as (
    -- cash is left out: banknotes are round by nature
    select
        account_id,
        transaction_id,
        booked_epoch,
        case when amount_minor % $round_minor = 0 then 1 else 0 end as round_flag
    from features.window_transaction
    where direction = 'in'
      and channel not in ('cash_deposit', 'loan', 'interest', 'exchange')
      and amount_minor > 0
),
eligible as (
    -- a window that meets the threshold holds no more than its account does
    select account_id
    from received
    group by account_id
    having count(*) >= $minimum_count
       and sum(round_flag) * 100 >= $minimum_count * $minimum_percent
),
credit as (
    select received.*
    from received
    join eligible
      on eligible.account_id = received.account_id
),
counted as (
    select
        credit.*,
        count(*) over (
            partition by account_id order by booked_epoch
            range between $window_seconds preceding and current row
        ) as credit_count,
        sum(round_flag) over (
            partition by account_id order by booked_epoch
            range between $window_seconds preceding and current row
        ) as round_count
    from credit
)
select
    account_id as subject_id,
    booked_epoch,
    case when round_flag = 1 then transaction_id end as transaction_id,
    case when credit_count >= $minimum_count then round_count * 100 // credit_count end as measured,
    $minimum_percent as threshold
from counted
