/*
grain = "one row per payer, middle account and payee: the conserved flow through the middle with the most evidence"

[parameters.pair_least]
default = 1.0
unit    = "natural logarithm"
meaning = "least evidence of one middle account"

[parameters.pair_best]
default = 3
unit    = "transfers"
meaning = "flows that one transfer may belong to"
*/
-- Middlemen do pay in advance: the order of the two legs is a law for chains, not here. Who pays the
-- same payees month after month has many occasions to fit: the best of n is worth the less by ln n.
with tried as (
    select
        candidate.*,
        evidence - ln(cast(count(*) over (
            partition by originator_number, beneficiary_number, account_number
        ) as double)) as net_evidence
    from features.link_evidence as candidate
    where originator_number <> beneficiary_number
),
ranked as (
    select
        tried.*,
        row_number() over (
            partition by originator_number, beneficiary_number, account_number
            order by net_evidence desc, in_number, out_number
        ) as place,
        row_number() over (partition by in_number order by net_evidence desc, out_number) as in_place,
        row_number() over (partition by out_number order by net_evidence desc, in_number) as out_place
    from tried
    where net_evidence >= $pair_least
)
select
    originator_number, account_number, beneficiary_number, in_number, out_number,
    net_evidence as evidence
from ranked
where place = 1
  and in_place <= $pair_best
  and out_place <= $pair_best
