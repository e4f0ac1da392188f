/*
grain = "one row per bundle: two to $bundle_transfers transfers of one young or passing pair within days of one another"

[columns]
leg_number         = "number of the last transfer and ten to the tenth"
first_number       = "number of the first transfer"
last_number        = "number of the last transfer"
first_epoch        = "first booking, seconds UTC"
last_epoch         = "last booking, seconds UTC"
originator_number  = "number of the account debited"
beneficiary_number = "number of the account credited"
amount_base_minor  = "sum in the base currency, minor units"
log_amount         = "natural logarithm of amount_base_minor"
credited_base_minor = "as in features.flow, sum"
credited_log       = "natural logarithm of credited_base_minor"
is_young           = "1: the pair was young at every transfer, or dealt for $passing_seconds at most"
amount_bin         = "as in features.flow, of the sum"
amount_density     = "as in features.flow, of the sum"
transfer_count     = "transfers"
is_dated           = "1 when only the dates are known, of every transfer"
is_unordered       = "1 when the order within these dates is not stated either"

[parameters.bundle_seconds]
default = 604_800
unit    = "seconds"
meaning = "longest time from a transfer to the next of its bundle: a week"

[parameters.passing_seconds]
default = 2_592_000
unit    = "seconds"
meaning = "a pair whose first and last transfer of the window lie no further apart met for one purpose: thirty days"

[parameters.bundle_transfers]
default = 20
unit    = "transfers"
meaning = "most transfers of a bundle; a longer series is a habit"
*/
-- Value is split on its way: a few payments between the same two accounts carry on what came as one,
-- or as many over weeks. A bundle is looked at beside its transfers, never instead of them.
with followed as (
    select
        flow.transaction_number,
        flow.booked_epoch,
        flow.originator_number,
        flow.beneficiary_number,
        flow.amount_base_minor,
        flow.credited_base_minor,
        flow.is_dated, flow.is_unordered,
        flow.booked_epoch - lag(flow.booked_epoch) over (
            partition by flow.originator_number, flow.beneficiary_number
            order by flow.transaction_number
        ) as gap_seconds
    from features.flow as flow
    join features.flow_pair as pair
      on pair.originator_number = flow.originator_number
     and pair.beneficiary_number = flow.beneficiary_number
     and pair.transfer_count >= 2
    where flow.is_young = 1
       or pair.last_epoch - pair.met_epoch <= $passing_seconds
      and pair.transfer_count <= $bundle_transfers
),
numbered as (
    select
        followed.*,
        sum(case when gap_seconds <= $bundle_seconds then 0 else 1 end) over (
            partition by originator_number, beneficiary_number order by transaction_number
            rows between unbounded preceding and current row
        ) as island
    from followed
),
bundle as (
    select
        min(transaction_number) as first_number,
        max(transaction_number) as last_number,
        min(booked_epoch) as first_epoch,
        max(booked_epoch) as last_epoch,
        originator_number,
        beneficiary_number,
        cast(sum(amount_base_minor) as bigint) as amount_base_minor,
        cast(sum(credited_base_minor) as bigint) as credited_base_minor,
        count(*) as transfer_count,
        min(is_dated) as is_dated, min(is_unordered) as is_unordered
    from numbered
    group by originator_number, beneficiary_number, island
    having count(*) between 2 and $bundle_transfers
),
edge as (select min(log_amount) as least_log from features.flow),
bin as (
    select amount_bin, max(amount_density) as amount_density
    from features.flow
    group by amount_bin
),
binned as (
    select
        bundle.*,
        ln(cast(amount_base_minor as double)) as log_amount,
        cast(floor(round(
            10.0 * (ln(cast(amount_base_minor as double)) - edge.least_log), 6
        )) as bigint) as amount_bin
    from bundle
    cross join edge
)
select
    binned.last_number + 10000000000 as leg_number,
    binned.first_number, binned.last_number,
    binned.first_epoch, binned.last_epoch,
    binned.originator_number,
    binned.beneficiary_number,
    binned.amount_base_minor,
    binned.log_amount,
    binned.credited_base_minor,
    ln(cast(binned.credited_base_minor as double)) as credited_log,
    1 as is_young,
    binned.amount_bin,
    coalesce(bin.amount_density, 0.0) as amount_density,
    binned.transfer_count,
    binned.is_dated, binned.is_unordered
from binned
left join bin on bin.amount_bin = binned.amount_bin
