/*
grain = "one row per payer and payee between whom value flows through two middle accounts or more"

[parameters.pair_most]
default = 6.0
unit    = "natural logarithm"
meaning = "most evidence that one middle account may bring: no single one decides"

[parameters.pair_chance]
default = 4.0
unit    = "times"
meaning = "how much more often than at random two busy ends share a middle account"

[parameters.old_penalty]
default = 1.5
unit    = "natural logarithm"
meaning = "what a transfer between accounts that know each other takes, as for path_find"
*/
-- Ends with many flows share middles by chance: the expected number discounts every middle. A
-- service hub is no end: people who are paid by one firm and shop at one place say nothing.
with total as (
    select cast(count(*) as double) as flow_count from features.pair_link
),
giving as (
    select originator_number, cast(count(*) as double) as flow_count
    from features.pair_link
    group by originator_number
),
taking as (
    select beneficiary_number, cast(count(*) as double) as flow_count
    from features.pair_link
    group by beneficiary_number
),
flow as (
    select
        pair.originator_number,
        pair.beneficiary_number,
        least(pair.evidence, $pair_most)
            - ln(1.0 + $pair_chance * giving.flow_count * taking.flow_count
                / cast(total.flow_count as double))
            - $old_penalty * cast(2 - arrival.is_young - departure.is_young as double) as net_evidence
    from features.pair_link as pair
    join giving on giving.originator_number = pair.originator_number
    join taking on taking.beneficiary_number = pair.beneficiary_number
    join features.leg as arrival on arrival.leg_number = pair.in_number
    join features.leg as departure on departure.leg_number = pair.out_number
    cross join total
    left join features.service_hub as payer on payer.account_number = pair.originator_number
    left join features.service_hub as payee on payee.account_number = pair.beneficiary_number
    where payer.account_number is null
      and payee.account_number is null
)
select
    originator_number,
    beneficiary_number,
    count(*) as middle_count,
    sum(net_evidence) as weight
from flow
group by originator_number, beneficiary_number
having count(*) >= 2
