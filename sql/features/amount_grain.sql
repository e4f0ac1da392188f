/*
grain = "one row per amount that recurs so often that two equal ones say little"

[columns]
amount_base_minor = "amount, base minor units"
grain_ratio       = "chance that another transfer of about this amount (two bins on each side) has exactly it"

[parameters.grain_sample]
default = 200_000
unit    = "transfers"
meaning = "transfers that are looked at, evenly over the window: of more every second, third, … one"

[parameters.grain_prior]
default = 1_000
unit    = "transfers"
meaning = "transfers of other amounts that there are thought to be besides: a few equal ones are no custom"

[parameters.grain_least]
default = 0.03
unit    = "chance"
meaning = "from which it matters: as near as features.link_candidate holds equal amounts to be anyway"
*/
-- Where people name round sums, amounts lie on a few points, not as thick or thin as a density says:
-- a rent of 500 in and one of 500 out are not the same money.
with sampled as (
    select
        flow.amount_bin,
        flow.amount_base_minor,
        count(*) as same_count
    from features.flow as flow
    cross join features.flow_span as span
    where flow.transaction_number % (1 + span.transfer_count // $grain_sample) = 0
    group by flow.amount_bin, flow.amount_base_minor
),
binned as (
    select amount_bin, sum(same_count) as bin_count
    from sampled
    group by amount_bin
),
near as (
    select
        amount_bin,
        sum(bin_count) over (order by amount_bin range between 2 preceding and 2 following) as near_count
    from binned
),
measured as (
    select
        sampled.amount_base_minor,
        (sampled.same_count - 1) / cast(near.near_count + $grain_prior as double) as grain_ratio
    from sampled
    join near on near.amount_bin = sampled.amount_bin
)
select amount_base_minor, max(grain_ratio) as grain_ratio
from measured
where grain_ratio > $grain_least
group by amount_base_minor
