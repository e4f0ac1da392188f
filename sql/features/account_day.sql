/*
grain = "one row per account and day with an entry"

[columns]
account_number            = "number of the account in the window"
account_id                = "account"
booked_on                 = "day"
in_count                  = "entries credited"
out_count                 = "entries debited"
in_base_minor             = "sum credited, base minor units"
out_base_minor            = "sum debited, base minor units"
largest_base_minor        = "largest entry, base minor units"
passed_base_minor         = "the smaller of credited and debited: what may have passed through, base minor units"
cash_base_minor           = "cash in and out, base minor units"
abroad_count              = "international transfers and remittances"
round_count               = "entries in whole thousands of their currency"
new_counterparty_count    = "counterparties met for the first time in the window"
counterparty_so_far_count = "counterparties met in the window up to this day: which one in order is the latest"
quiet_seconds             = "time since the last entry before this day; null on the first day of the window; what the institution books of itself (fee, interest, tax) breaks no silence"
in_quiet_seconds          = "time since the last credit before this day"
out_quiet_seconds         = "time since the last debit before this day"
counterparty_24h_count    = "most counterparties within 24 hours that end on this day"
counterparty_72h_count    = "most counterparties within 72 hours that end on this day"
*/
with entry as (
    select
        account_number,
        account_id,
        direction,
        counterparty_number,
        booked_epoch,
        booked_on,
        amount_base_minor,
        amount_minor,
        channel,
        booked_epoch - lag(booked_epoch) over (
            partition by account_number, counterparty_number order by transaction_number
        ) as pair_gap_seconds,
        lead(booked_epoch) over (
            partition by account_number, counterparty_number order by transaction_number
        ) - booked_epoch as pair_wait_seconds
    from features.window_transaction
),
change as (
    -- a counterparty counts from its first entry of an island until a window after its last one
    select
        account_number,
        booked_on,
        booked_epoch,
        case when pair_gap_seconds <= 86400 then 0 else 1 end as change_24h,
        case when pair_gap_seconds <= 259200 then 0 else 1 end as change_72h
    from entry
    where counterparty_number is not null
    union all
    select
        account_number,
        null as booked_on,
        booked_epoch + 86401 as booked_epoch,
        -1 as change_24h,
        0 as change_72h
    from entry
    where counterparty_number is not null
      and (pair_wait_seconds > 86400 or pair_wait_seconds is null)
    union all
    select
        account_number,
        null as booked_on,
        booked_epoch + 259201 as booked_epoch,
        0 as change_24h,
        -1 as change_72h
    from entry
    where counterparty_number is not null
      and (pair_wait_seconds > 259200 or pair_wait_seconds is null)
),
alive as (
    select
        account_number,
        booked_on,
        sum(change_24h) over (
            partition by account_number order by booked_epoch
            range between unbounded preceding and current row
        ) as counterparty_24h_count,
        sum(change_72h) over (
            partition by account_number order by booked_epoch
            range between unbounded preceding and current row
        ) as counterparty_72h_count
    from change
),
peak as (
    select
        account_number,
        booked_on,
        max(counterparty_24h_count) as counterparty_24h_count,
        max(counterparty_72h_count) as counterparty_72h_count
    from alive
    where booked_on is not null
    group by account_number, booked_on
),
day as (
    select
        account_number,
        min(account_id) as account_id,
        booked_on,
        count(case when direction = 'in' then 1 end) as in_count,
        count(case when direction = 'out' then 1 end) as out_count,
        coalesce(sum(case when direction = 'in' then amount_base_minor end), 0) as in_base_minor,
        coalesce(sum(case when direction = 'out' then amount_base_minor end), 0) as out_base_minor,
        coalesce(max(amount_base_minor), 0) as largest_base_minor,
        coalesce(sum(case when channel in ('cash_deposit', 'cash_withdrawal')
            then amount_base_minor end), 0) as cash_base_minor,
        count(case when channel in ('international_transfer', 'remittance') then 1 end) as abroad_count,
        count(case when amount_minor % 100000 = 0 then 1 end) as round_count,
        count(case when counterparty_number is not null and pair_gap_seconds is null then 1 end)
            as new_counterparty_count,
        min(case when channel not in ('fee', 'interest', 'tax') then booked_epoch end) as first_epoch,
        max(case when channel not in ('fee', 'interest', 'tax') then booked_epoch end) as last_epoch,
        max(case when direction = 'in' then booked_epoch end) as last_in_epoch,
        max(case when direction = 'out' then booked_epoch end) as last_out_epoch
    from entry
    group by account_number, booked_on
),
following as (
    select
        day.*,
        sum(new_counterparty_count) over before_and_today as counterparty_so_far_count,
        first_epoch - max(last_epoch) over before_today as quiet_seconds,
        first_epoch - max(last_in_epoch) over before_today as in_quiet_seconds,
        first_epoch - max(last_out_epoch) over before_today as out_quiet_seconds
    from day
    window
        before_and_today as (
            partition by account_number order by booked_on
            rows between unbounded preceding and current row
        ),
        before_today as (
            partition by account_number order by booked_on
            rows between unbounded preceding and 1 preceding
        )
)
select
    following.account_number,
    following.account_id,
    following.booked_on,
    following.in_count,
    following.out_count,
    cast(following.in_base_minor as hugeint) as in_base_minor,
    cast(following.out_base_minor as hugeint) as out_base_minor,
    following.largest_base_minor,
    cast(least(following.in_base_minor, following.out_base_minor) as hugeint) as passed_base_minor,
    cast(following.cash_base_minor as hugeint) as cash_base_minor,
    following.abroad_count,
    following.round_count,
    following.new_counterparty_count,
    cast(following.counterparty_so_far_count as bigint) as counterparty_so_far_count,
    following.quiet_seconds,
    following.in_quiet_seconds,
    following.out_quiet_seconds,
    cast(coalesce(peak.counterparty_24h_count, 0) as bigint) as counterparty_24h_count,
    cast(coalesce(peak.counterparty_72h_count, 0) as bigint) as counterparty_72h_count
from following
left join peak
  on peak.account_number = following.account_number
 and peak.booked_on = following.booked_on
