/*
grain = "one row per transfer in and out of one account whose pairs dealt once, in a window where few pairs do"

[columns]
in_number          = "number of the transfer in"
out_number         = "number of the transfer out"
account_number     = "account in the middle"
originator_number  = "account that the transfer in comes from"
beneficiary_number = "account that the transfer out goes to"
gap_seconds        = "time between the two, whichever came first"
is_ordered         = "1 when the transfer out follows the transfer in, or may: of its time only this date is known"
in_base_minor      = "value in, base minor units"
out_base_minor     = "value out, base minor units"
evidence           = "minus the logarithm of how many such transfers out as near in time chance would show"

[parameters.sole_seconds]
default = 2_592_000
unit    = "seconds"
meaning = "longest time between the two: thirty days"

[parameters.link_crowd]
default = 40
unit    = "transfers"
meaning = "most such transfers of one side of an account; a busier one lives from meeting strangers"
*/
-- Amounts are not asked: value is split, topped up and partly spent on its way. That strangers who
-- deal once pay an account, which pays strangers once, is the evidence, where others deal again.
with sole as (
    select
        flow.transaction_number,
        flow.booked_epoch,
        flow.originator_number,
        flow.beneficiary_number,
        flow.amount_base_minor,
        flow.credited_base_minor,
        flow.is_unordered,
        count(*) over (partition by flow.originator_number) as out_count,
        count(*) over (partition by flow.beneficiary_number) as in_count
    from features.flow as flow
    cross join features.flow_span as span
    where flow.is_sole = 1
      and span.sole_ratio is not null
)
select
    arrival.transaction_number as in_number,
    departure.transaction_number as out_number,
    departure.originator_number as account_number,
    arrival.originator_number,
    departure.beneficiary_number,
    abs(departure.booked_epoch - arrival.booked_epoch) as gap_seconds,
    case when departure.transaction_number > arrival.transaction_number
            or departure.is_unordered = 1
            and departure.booked_epoch // 86400 = arrival.booked_epoch // 86400
        then 1 else 0 end as is_ordered,
    arrival.credited_base_minor as in_base_minor,
    departure.amount_base_minor as out_base_minor,
    -ln(
        2.0 * (busy.out_count + 1.0) * span.sole_ratio
        * (abs(departure.booked_epoch - arrival.booked_epoch) + 86400.0)
            / cast(span.span_seconds as double)
        + 0.0005
    ) as evidence
from sole as arrival
join sole as departure
  on departure.originator_number = arrival.beneficiary_number
 and abs(departure.booked_epoch - arrival.booked_epoch) <= $sole_seconds
join features.account_flow as busy on busy.account_number = departure.originator_number
left join features.service_hub as hub on hub.account_number = departure.originator_number
cross join features.flow_span as span
where departure.out_count <= $link_crowd
  and arrival.in_count <= $link_crowd
  and hub.account_number is null
