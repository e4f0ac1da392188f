/*
grain = "one row per transfer of the window between two known, different accounts: what its pair's past and its amount say"

[columns]
transaction_number = "number of the transfer in the window"
booked_epoch       = "booking time, seconds UTC"
originator_number  = "number of the account debited"
beneficiary_number = "number of the account credited"
amount_base_minor  = "amount in the base currency, minor units; where no rate is known, at the rate of the window's exchanges, else scaled to its usual amount"
log_amount         = "natural logarithm of amount_base_minor"
is_young           = "1 when the pair's first transfer of the window is this one or lies at most $young_seconds before it"
is_first           = "1 when no transfer of the pair was booked before"
is_sole            = "1 when it is the pair's only transfer of the window"
is_dated           = "1 when only its date is known: booked at midnight sharp"
is_unordered       = "1 when the order of such entries of a date is not stated either"
amount_bin         = "tenths of log_amount above the smallest of the window, rounded down"
amount_rank        = "share of the window's transfers with a smaller amount, 0 to 1"
amount_density     = "share of the window's transfers per unit of log_amount, near this amount"

[parameters.young_seconds]
default = 604_800
unit    = "seconds"
meaning = "a pair of accounts is young for a week after its first transfer"
*/
with scale as (
    -- a currency that is not exchanged is measured by its own amounts: its usual one is the window's
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
),
valued as (
    select
        transfer.*,
        pair.met_epoch,
        pair.transfer_count,
        coalesce(
            ln(cast(transfer.amount_base_minor as double)),
            ln(cast(transfer.amount_minor as double)) - scale.log_rate
        ) as log_amount
    from features.flow_transfer as transfer
    join features.flow_pair as pair
      on pair.originator_number = transfer.originator_number
     and pair.beneficiary_number = transfer.beneficiary_number
    left join scale on scale.currency = transfer.currency
),
edge as (
    -- from the transfers, not from what is worked out below: a second reader would keep it all aside
    select min(coalesce(
        ln(cast(transfer.amount_base_minor as double)),
        ln(cast(transfer.amount_minor as double)) - scale.log_rate
    )) as least_log
    from features.flow_transfer as transfer
    left join scale on scale.currency = transfer.currency
),
measured as (
    -- bins are counted from the smallest amount, so that another unit of money moves nobody
    select
        transaction_number,
        booked_epoch,
        originator_number,
        beneficiary_number,
        coalesce(amount_base_minor, greatest(cast(round(exp(log_amount)) as bigint), 1)) as amount_base_minor,
        log_amount,
        cast(floor(round(10.0 * (log_amount - edge.least_log), 6)) as bigint) as amount_bin,
        case when booked_epoch - met_epoch <= $young_seconds then 1 else 0 end as is_young,
        case when booked_epoch = met_epoch then 1 else 0 end as is_first,
        case when transfer_count = 1 then 1 else 0 end as is_sole,
        is_dated, is_unordered
    from valued
    cross join edge
),
bin as (
    select amount_bin, cast(count(*) as double) as bin_count
    from measured
    group by amount_bin
),
ranked as (
    select
        amount_bin,
        bin_count,
        sum(bin_count) over () as all_count,
        sum(bin_count) over (order by amount_bin rows between unbounded preceding and current row)
            - 0.5 * bin_count as below_count,
        sum(bin_count) over (order by amount_bin range between 2 preceding and 2 following) as near_count
    from bin
)
select
    measured.*,
    ranked.below_count / cast(ranked.all_count as double) as amount_rank,
    ranked.near_count / cast(ranked.all_count * 0.5 as double) as amount_density
from measured
join ranked on ranked.amount_bin = measured.amount_bin
