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
counterparty_24h_count    = "most counterparties within 24 hours that end at an entry of this day with a known counterparty"
counterparty_72h_count    = "most counterparties within 72 hours that end at an entry of this day with a known counterparty"
*/
with day as (
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
        count(case when channel in ('international_transfer', 'remittance') then 1 end)
            as abroad_count,
        count(case when amount_minor % 100000 = 0 then 1 end) as round_count,
        min(case when channel not in ('fee', 'interest', 'tax') then booked_epoch end)
            as first_epoch,
        max(case when channel not in ('fee', 'interest', 'tax') then booked_epoch end)
            as last_epoch,
        max(case when direction = 'in' then booked_epoch end) as last_in_epoch,
        max(case when direction = 'out' then booked_epoch end) as last_out_epoch
    from features.window_transaction
    group by account_number, booked_on
)
select
    day.account_number,
    day.account_id,
    day.booked_on,
    day.in_count,
    day.out_count,
    cast(day.in_base_minor as hugeint) as in_base_minor,
    cast(day.out_base_minor as hugeint) as out_base_minor,
    day.largest_base_minor,
    cast(least(day.in_base_minor, day.out_base_minor) as hugeint) as passed_base_minor,
    cast(day.cash_base_minor as hugeint) as cash_base_minor,
    day.abroad_count,
    day.round_count,
    coalesce(met.new_counterparty_count, 0) as new_counterparty_count,
    cast(sum(coalesce(met.new_counterparty_count, 0)) over (
        partition by day.account_number order by day.booked_on
        rows between unbounded preceding and current row
    ) as bigint) as counterparty_so_far_count,
    day.first_epoch - max(day.last_epoch) over before_today as quiet_seconds,
    day.first_epoch - max(day.last_in_epoch) over before_today as in_quiet_seconds,
    day.first_epoch - max(day.last_out_epoch) over before_today as out_quiet_seconds,
    coalesce(met.counterparty_24h_count, 0) as counterparty_24h_count,
    coalesce(met.counterparty_72h_count, 0) as counterparty_72h_count
from day
left join features.counterparty_day as met
  on met.account_number = day.account_number
 and met.booked_on = day.booked_on
window before_today as (
    partition by day.account_number order by day.booked_on
    rows between unbounded preceding and 1 preceding
)
