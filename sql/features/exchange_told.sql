/*
grain = "one row per currency without a rate whose exchanges in the window tell it"

[columns]
currency = "currency"
log_rate = "natural logarithm of its minor units for one base minor unit, of the middle exchange"

[parameters.least_exchanges]
default = 3
unit    = "transactions"
meaning = "fewest exchanges that tell a rate: one is an accident"
*/
-- What was paid for a currency, or with it, against one of known value. Transfers are valued by it to
-- be linked; rules on amounts take rates on file alone.
with unrated as (
    select distinct currency
    from features.window_transfer
    where amount_base_minor is null
),
exchange as (
    select
        unrated.currency,
        deal.transaction_number,
        ln(cast(case
            when deal.currency = unrated.currency then deal.amount_minor
            else deal.received_amount_minor
        end as double) / cast(deal.amount_base_minor as double)) as log_rate
    from features.window_transfer as deal
    join unrated
      on unrated.currency = deal.currency
      or unrated.currency = deal.received_currency
    where deal.currency <> deal.received_currency
      and deal.amount_minor > 0
      and deal.received_amount_minor > 0
      and deal.amount_base_minor > 0
),
ordered as (
    select
        exchange.*,
        row_number() over (partition by currency order by log_rate, transaction_number) as place,
        count(*) over (partition by currency) as exchange_count
    from exchange
)
select currency, log_rate
from ordered
where place = (exchange_count + 1) // 2
  and exchange_count >= $least_exchanges
