/*
grain = "one row per pair of features.link_pair: how much evidence it is that the one carries the other on"

[columns]
in_number          = "number of the leg in"
out_number         = "number of the leg out"
account_number     = "account in the middle"
originator_number  = "account that the transfer in comes from"
beneficiary_number = "account that the transfer out goes to"
gap_seconds        = "time between the two, whichever came first"
is_ordered         = "1 when the transfer out follows the transfer in, or may: of its time only this date is known"
in_base_minor      = "value in, base minor units"
out_base_minor     = "value out, base minor units"
evidence           = "minus the logarithm of how many transfers out as near in time and amount, and as new, chance would show"

[parameters.bundle_cost]
default = 0.7
unit    = "natural logarithm"
meaning = "what a bundle takes from the evidence: twice as many ways to fit were tried"
*/
-- Near another: transfers out of the account of about this amount, in two bins on each side.
with place as (
    select distinct leg.originator_number as account_number, leg.amount_bin
    from features.link_pair as pair
    join features.leg as leg on leg.leg_number = pair.out_number
),
bin as (
    select leg.originator_number as account_number, leg.amount_bin, count(*) as leg_count
    from features.leg as leg
    join (select distinct account_number from place) as asked
      on asked.account_number = leg.originator_number
    group by leg.originator_number, leg.amount_bin
),
step as (
    select -2 as step union all select -1 union all select 0 union all select 1 union all select 2
),
around as (
    select place.account_number, place.amount_bin, place.amount_bin + step.step as near_bin
    from place
    cross join step
),
near as (
    select around.account_number, around.amount_bin, cast(sum(bin.leg_count) as bigint) as near_count
    from around
    join bin
      on bin.account_number = around.account_number
     and bin.amount_bin = around.near_bin
    group by around.account_number, around.amount_bin
)
select
    arrival.leg_number as in_number,
    departure.leg_number as out_number,
    departure.originator_number as account_number,
    arrival.originator_number,
    departure.beneficiary_number,
    abs(departure.last_epoch - arrival.last_epoch) as gap_seconds,
    case when (departure.first_number > arrival.first_number or departure.is_unordered = 1
            and departure.first_epoch // 86400 = arrival.first_epoch // 86400)
        and (departure.last_number > arrival.last_number or departure.is_unordered = 1
            and departure.last_epoch // 86400 = arrival.last_epoch // 86400)
        then 1 else 0 end as is_ordered,
    arrival.credited_base_minor as in_base_minor,
    departure.amount_base_minor as out_base_minor,
    -ln(
        (near.near_count - 1.0 + (busy.out_count + 1.0) * departure.amount_density * 0.5)
        * case when departure.is_young = 1
            then (busy.out_young_count + 0.5) / cast(busy.out_count + 1 as double)
            else 1.0 end
        * case when arrival.is_young = 1 then 0.5 else 1.0 end
        * greatest(
            2.0 * (abs(departure.log_amount - arrival.credited_log) + 0.015),
            coalesce(grain.grain_ratio, 0.0)
        )
        * (abs(departure.last_epoch - arrival.last_epoch)
            + case when departure.is_dated + arrival.is_dated = 0 then 14400.0 else 43200.0 end)
            / cast(span.span_seconds as double)
        + 0.0005
    ) - case when arrival.transfer_count + departure.transfer_count > 2 then $bundle_cost else 0.0 end
        as evidence
from features.link_pair as pair
join features.leg as arrival on arrival.leg_number = pair.in_number
join features.leg as departure on departure.leg_number = pair.out_number
join features.account_flow as busy on busy.account_number = departure.originator_number
join near
  on near.account_number = departure.originator_number
 and near.amount_bin = departure.amount_bin
left join features.amount_grain as grain on grain.amount_base_minor = departure.amount_base_minor
cross join features.flow_span as span
