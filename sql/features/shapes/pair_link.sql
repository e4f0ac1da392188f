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
-- Middlemen do pay in advance: the order of the two legs is a law for chains, not here.
with ranked as (
    select
        candidate.*,
        row_number() over (
            partition by originator_number, beneficiary_number, account_number
            order by evidence desc, in_number, out_number
        ) as place,
        row_number() over (partition by in_number order by evidence desc, out_number) as in_place,
        row_number() over (partition by out_number order by evidence desc, in_number) as out_place
    from features.link_candidate as candidate
    where originator_number <> beneficiary_number
      and evidence >= $pair_least
)
select originator_number, account_number, beneficiary_number, in_number, out_number, evidence
from ranked
where place = 1
  and in_place <= $pair_best
  and out_place <= $pair_best
