/*
grain = "one row per account that moved money in the window: its profile"

[columns]
account_number             = "number of the account in the window"
account_id                 = "account"
account_type               = "kind of account, where known"
opened_on                  = "date of opening, where known"
first_epoch                = "first entry, seconds UTC"
last_epoch                 = "last entry, seconds UTC"
in_count                   = "entries credited"
out_count                  = "entries debited"
in_base_minor              = "sum credited, base minor units"
out_base_minor             = "sum debited, base minor units"
cash_in_base_minor         = "sum of cash paid in, base minor units"
day_count                  = "days with an entry"
in_counterparty_count      = "different accounts that paid in"
out_counterparty_count     = "different accounts that were paid"
unrated_count              = "entries whose amount has no rate to the base currency"
*/
with entry_day as (
    select
        account_number,
        min(account_id) as account_id,
        booked_on,
        min(booked_epoch) as first_epoch,
        max(booked_epoch) as last_epoch,
        count(case when direction = 'in' then 1 end) as in_count,
        count(case when direction = 'out' then 1 end) as out_count,
        sum(case when direction = 'in' then amount_base_minor end) as in_base_minor,
        sum(case when direction = 'out' then amount_base_minor end) as out_base_minor,
        sum(case when direction = 'in' and channel = 'cash_deposit' then amount_base_minor end)
            as cash_in_base_minor,
        count(case when amount_base_minor is null then 1 end) as unrated_count
    from features.window_transaction
    group by account_number, booked_on
),
profile as (
    select
        account_number,
        min(account_id) as account_id,
        min(first_epoch) as first_epoch,
        max(last_epoch) as last_epoch,
        cast(sum(in_count) as bigint) as in_count,
        cast(sum(out_count) as bigint) as out_count,
        cast(coalesce(sum(in_base_minor), 0) as hugeint) as in_base_minor,
        cast(coalesce(sum(out_base_minor), 0) as hugeint) as out_base_minor,
        cast(coalesce(sum(cash_in_base_minor), 0) as hugeint) as cash_in_base_minor,
        count(*) as day_count,
        cast(sum(unrated_count) as bigint) as unrated_count
    from entry_day
    group by account_number
),
payer as (
    select beneficiary_number as account_number, count(*) as in_counterparty_count
    from features.pair
    group by beneficiary_number
),
payee as (
    select originator_number as account_number, count(*) as out_counterparty_count
    from features.pair
    group by originator_number
),
known as (
    -- an account may come from several sources: the earliest opening counts
    select account_id, min(account_type) as account_type, min(opened_on) as opened_on
    from core.account
    where recorded_to is null
    group by account_id
)
select
    profile.account_number,
    profile.account_id,
    known.account_type,
    known.opened_on,
    profile.first_epoch,
    profile.last_epoch,
    profile.in_count,
    profile.out_count,
    profile.in_base_minor,
    profile.out_base_minor,
    profile.cash_in_base_minor,
    profile.day_count,
    coalesce(payer.in_counterparty_count, 0) as in_counterparty_count,
    coalesce(payee.out_counterparty_count, 0) as out_counterparty_count,
    profile.unrated_count
from profile
left join payer on payer.account_number = profile.account_number
left join payee on payee.account_number = profile.account_number
left join known on known.account_id = profile.account_id
