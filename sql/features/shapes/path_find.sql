/*
grain = "one row per cycle, chain or relay and transfer"

[parameters.old_penalty]
default = 1.5
unit    = "natural logarithm"
meaning = "what a transfer between accounts that know each other takes from the weight of its path"
*/
select
    case
        when path.is_cycle = 1 then 'round_trip'
        when path.transfer_count >= 3 then 'layering_chain'
        else 'stack'
    end as shape,
    path.find_key,
    path.is_cycle as other_key,
    path.subject_number,
    path.weight - $old_penalty * cast(
        sum(1 - flow.is_young) over (partition by path.is_cycle, path.find_key) as double
    ) as weight,
    path.hop,
    flow.transaction_number,
    'hop' as role
from features.path_row as path
join features.leg as leg on leg.leg_number = path.leg_number
join features.flow as flow
  on flow.originator_number = leg.originator_number
 and flow.beneficiary_number = leg.beneficiary_number
 and flow.transaction_number between leg.first_number and leg.last_number
