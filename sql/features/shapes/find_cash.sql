/*
grain = "one row per find that stands and cash deposit that its first hop was paid from"

[parameters.cash_seconds]
default = 604_800
unit    = "seconds"
meaning = "longest time from a deposit to the next, or to the first hop: a week"

[parameters.placed_seconds]
default = 2_592_000
unit    = "seconds"
meaning = "longest time from a deposit to the first transfer: thirty days"

[parameters.placed_share]
default = 0.5
unit    = "share of the value of the first hop"
meaning = "least that the deposits make up: less is an account that sees cash as well"

[parameters.shape_rows]
default = 80
unit    = "transactions"
meaning = "most transactions of one find, deposits among them; the latest are cited"
*/
-- Cash has no payer and is no hop, but it is where the story begins: going back from the last transfer
-- of the first hop, the deposits that add up to what was sent. They say nothing of the find's weight.
with sent as (
    select
        find.list_place,
        flow.originator_number as account_number,
        max(find.transfer_count) as transfer_count,
        cast(sum(flow.amount_base_minor) as double) as sent_minor,
        min(flow.booked_epoch) as first_epoch,
        max(flow.transaction_number) as last_number
    from features.find_list as find
    join features.find_row as found
      on found.shape = find.shape
     and found.find_key = find.find_key
     and found.other_key = find.other_key
     and found.hop = 1
    join features.flow as flow on flow.transaction_number = found.transaction_number
    where find.shape in ('layering_chain', 'round_trip', 'scatter_gather')
    group by find.list_place, flow.originator_number
),
deposit as (
    select
        sent.*,
        cash.transaction_number,
        cash.booked_epoch,
        cash.amount_base_minor,
        lead(cash.booked_epoch, 1, sent.first_epoch) over (
            partition by sent.list_place, sent.account_number order by cash.transaction_number
        ) as next_epoch
    from sent
    join features.window_transfer as cash
      on cash.beneficiary_number = sent.account_number
     and cash.originator_number is null
     and cash.channel = 'cash_deposit'
     and cash.amount_base_minor > 0
     and cash.transaction_number < sent.last_number
     and cash.booked_epoch >= sent.first_epoch - $placed_seconds
),
counted as (
    select
        deposit.*,
        sum(case when next_epoch - booked_epoch > $cash_seconds then 1 else 0 end) over back as break_count,
        cast(sum(amount_base_minor) over back - amount_base_minor as double) as later_minor,
        row_number() over (
            partition by list_place, account_number order by transaction_number desc
        ) as place
    from deposit
    window back as (
        partition by list_place, account_number order by transaction_number desc
        rows between unbounded preceding and current row
    )
),
placed as (
    select
        counted.*,
        sum(amount_base_minor) over (partition by list_place, account_number) as placed_minor
    from counted
    where break_count = 0
      and later_minor < sent_minor
)
select list_place, transaction_number
from placed
where placed_minor >= $placed_share * sent_minor
  and place + transfer_count <= $shape_rows
