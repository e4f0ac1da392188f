/*
grain = "one row per transfer of the window between two known, different accounts: what its pair's past and its amount say"

[columns]
transaction_number = "number of the transfer in the window"
booked_epoch       = "booking time, seconds UTC"
originator_number  = "number of the account debited"
beneficiary_number = "number of the account credited"
amount_base_minor  = "what left the payer in the base currency, minor units; where no rate is known, at the rate of the window's exchanges, else scaled to its usual amount"
log_amount         = "natural logarithm of amount_base_minor"
credited_base_minor = "what reached the payee in the base currency, minor units: the same unless the transfer converts"
credited_log       = "natural logarithm of credited_base_minor"
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
with valued as (
    select
        transfer.*,
        pair.met_epoch,
        pair.transfer_count,
        converted.paid_base_minor,
        coalesce(
            ln(cast(coalesce(converted.paid_base_minor, transfer.amount_base_minor) as double)),
            ln(cast(transfer.amount_minor as double)) - scale.log_rate
        ) as log_amount
    from features.flow_transfer as transfer
    join features.flow_pair as pair
      on pair.originator_number = transfer.originator_number
     and pair.beneficiary_number = transfer.beneficiary_number
    left join features.currency_scale as scale on scale.currency = transfer.currency
    left join features.converted as converted
      on converted.transaction_number = transfer.transaction_number
),
edge as (
    -- from the transfers, not from what is worked out below: a second reader would keep it all aside
    select min(coalesce(
        ln(cast(coalesce(converted.paid_base_minor, transfer.amount_base_minor) as double)),
        ln(cast(transfer.amount_minor as double)) - scale.log_rate
    )) as least_log
    from features.flow_transfer as transfer
    left join features.currency_scale as scale on scale.currency = transfer.currency
    left join features.converted as converted
      on converted.transaction_number = transfer.transaction_number
),
measured as (
    -- bins are counted from the smallest amount, so that another unit of money moves nobody
    select
        transaction_number,
        booked_epoch,
        originator_number,
        beneficiary_number,
        coalesce(
            paid_base_minor, amount_base_minor, greatest(cast(round(exp(log_amount)) as bigint), 1)
        ) as amount_base_minor,
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
    coalesce(converted.credited_base_minor, measured.amount_base_minor) as credited_base_minor,
    coalesce(ln(cast(converted.credited_base_minor as double)), measured.log_amount) as credited_log,
    ranked.below_count / cast(ranked.all_count as double) as amount_rank,
    ranked.near_count / cast(ranked.all_count * 0.5 as double) as amount_density
from measured
join ranked on ranked.amount_bin = measured.amount_bin
left join features.converted as converted
  on converted.transaction_number = measured.transaction_number
