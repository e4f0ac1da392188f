/*
grain = "one row per currency of which transfers have no rate: by what they are measured"

[columns]
currency = "currency"
log_rate = "natural logarithm of its minor units for one base minor unit: told by exchanges, else by its usual amount"
*/
-- A currency that is not exchanged is measured by its own amounts: its usual one is the window's.
select
    own.currency,
    coalesce(told.log_rate, own.log_own - rated.log_base) as log_rate
from (
    select currency, sum(ln(cast(amount_minor as double))) / cast(count(*) as double) as log_own
    from features.flow_transfer
    where amount_base_minor is null
    group by currency
) as own
cross join (
    select coalesce(
        sum(ln(cast(amount_base_minor as double))) / cast(nullif(count(*), 0) as double), 0.0
    ) as log_base
    from features.flow_transfer
    where amount_base_minor is not null
) as rated
left join features.exchange_told as told on told.currency = own.currency
