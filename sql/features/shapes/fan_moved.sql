/*
grain = "one row per fan in, account that it reaches, and transfer that brings its money there or takes it on"

[columns]
find_key           = "fan"
holder_number      = "account that the money reaches"
transaction_number = "transfer"
in_minor           = "what it brings, base minor units"
out_minor          = "what it takes on to an account not paid before, one of few"
weight             = "of the fan"

[parameters.hop]
default = 2
unit    = "hop"
meaning = "hop that is looked for: 2 passes on what the fan gathered, the next what that brought"

[parameters.pass_seconds]
default = 604_800
unit    = "seconds"
meaning = "longest time after the last payment in: a week"

[parameters.pass_share]
default = 0.2
unit    = "share of what came"
meaning = "least that a payee got to be one of few"
*/
with gathered as (
    select
        found.find_key,
        found.weight,
        flow.beneficiary_number as holder_number,
        flow.transaction_number,
        flow.booked_epoch,
        flow.credited_base_minor
    from features.find_row as found
    join features.flow as flow on flow.transaction_number = found.transaction_number
    left join features.service_hub as hub on hub.account_number = flow.beneficiary_number
    where found.shape = 'fan_in'
      and found.hop = $hop - 1
      and hub.account_number is null
),
holder as (
    select
        find_key,
        holder_number,
        max(weight) as weight,
        min(booked_epoch) as first_epoch,
        max(booked_epoch) as last_epoch,
        sum(credited_base_minor) as gathered_minor
    from gathered
    group by find_key, holder_number
),
departure as (
    select
        holder.*,
        flow.transaction_number,
        flow.amount_base_minor,
        sum(flow.amount_base_minor) over (
            partition by holder.find_key, holder.holder_number, flow.beneficiary_number
        ) as payee_minor
    from holder
    join features.flow as flow
      on flow.originator_number = holder.holder_number
     and flow.booked_epoch between holder.first_epoch and holder.last_epoch + $pass_seconds
    join features.flow_pair as pair
      on pair.originator_number = flow.originator_number
     and pair.beneficiary_number = flow.beneficiary_number
     and pair.met_epoch >= holder.first_epoch
)
select
    find_key,
    holder_number,
    transaction_number,
    credited_base_minor as in_minor,
    cast(0 as bigint) as out_minor,
    weight
from gathered
union all
select find_key, holder_number, transaction_number, 0, amount_base_minor, weight
from departure
where payee_minor >= $pass_share * gathered_minor
