/*
grain = "one row per cycle, ring, chain or relay and transfer; strands of one path are one find, as heavy as the heaviest"

[parameters.old_penalty]
default = 1.5
unit    = "natural logarithm"
meaning = "what a leg between accounts that know each other takes from the weight of its path"
*/
with step as (
    select
        path.find_key,
        path.path_kind,
        path.transfer_count,
        path.subject_number,
        path.hop,
        path.weight - $old_penalty * cast(
            sum(1 - leg.is_young) over (partition by path.path_kind, path.find_key) as double
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
        leg.path_kind,
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
            when member.path_kind = 1 then 'round_trip'
            when member.path_kind = 2 then 'ring'
            when member.transfer_count >= 3 then 'layering_chain'
            else 'stack'
        end as shape,
        coalesce(strand.strand_of, member.find_key) as find_key,
        member.path_kind as other_key,
        member.subject_number,
        member.weight,
        member.hop + coalesce(strand.hop_shift, 0) as hop,
        member.transaction_number
    from member
    left join features.path_strand as strand
      on strand.find_key = member.find_key
     and strand.path_kind = member.path_kind
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
