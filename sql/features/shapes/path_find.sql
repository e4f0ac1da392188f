/*
grain = "one row per cycle, chain or relay and transfer; strands of one path are one find, as heavy as the heaviest"

[parameters.old_penalty]
default = 1.5
unit    = "natural logarithm"
meaning = "what a leg between accounts that know each other takes from the weight of its path"
*/
with step as (
    select
        path.find_key,
        path.is_cycle,
        path.transfer_count,
        path.subject_number,
        path.hop,
        path.weight - $old_penalty * cast(
            sum(1 - leg.is_young) over (partition by path.is_cycle, path.find_key) as double
        ) as weight,
        leg.originator_number,
        leg.beneficiary_number,
        leg.first_number,
        leg.last_number
    from features.path_row as path
    join features.leg as leg on leg.leg_number = path.leg_number
),
member as (
    select
        leg.find_key,
        leg.is_cycle,
        leg.transfer_count,
        leg.subject_number,
        leg.hop,
        leg.weight,
        flow.transaction_number
    from step as leg
    join features.flow as flow
      on flow.originator_number = leg.originator_number
     and flow.beneficiary_number = leg.beneficiary_number
     and flow.transaction_number between leg.first_number and leg.last_number
),
joined as (
    select
        case
            when member.is_cycle = 1 then 'round_trip'
            when member.transfer_count >= 3 then 'layering_chain'
            else 'stack'
        end as shape,
        coalesce(strand.strand_of, member.find_key) as find_key,
        member.is_cycle as other_key,
        member.subject_number,
        member.weight,
        member.hop + coalesce(strand.hop_shift, 0) as hop,
        member.transaction_number
    from member
    left join features.path_strand as strand
      on strand.find_key = member.find_key
     and strand.is_cycle = member.is_cycle
)
select
    shape,
    find_key,
    other_key,
    min(subject_number) as subject_number,
    max(weight) as weight,
    min(hop) - min(min(hop)) over (partition by shape, find_key, other_key) + 1 as hop,
    transaction_number,
    'hop' as role
from joined
group by shape, find_key, other_key, transaction_number
