/*
grain = "one row per two legs of features.link_candidate or features.link_sole, with the greater evidence of the two"

[columns]
in_number          = "number of the leg in"
out_number         = "number of the leg out"
account_number     = "account in the middle"
originator_number  = "account that the transfer in comes from"
beneficiary_number = "account that the transfer out goes to"
gap_seconds        = "time between the two, whichever came first"
is_ordered         = "1 when the transfer out follows the transfer in"
in_base_minor      = "value in, base minor units"
out_base_minor     = "value out, base minor units"
evidence           = "natural logarithm of how much more the two are than chance"
*/
select
    candidate.in_number,
    candidate.out_number,
    candidate.account_number,
    candidate.originator_number,
    candidate.beneficiary_number,
    candidate.gap_seconds,
    candidate.is_ordered,
    candidate.in_base_minor,
    candidate.out_base_minor,
    candidate.evidence
from features.link_candidate as candidate
left join features.link_sole as sole
  on sole.in_number = candidate.in_number
 and sole.out_number = candidate.out_number
where sole.evidence is null
   or sole.evidence < candidate.evidence
union all
select
    sole.in_number,
    sole.out_number,
    sole.account_number,
    sole.originator_number,
    sole.beneficiary_number,
    sole.gap_seconds,
    sole.is_ordered,
    sole.in_base_minor,
    sole.out_base_minor,
    sole.evidence
from features.link_sole as sole
left join features.link_candidate as candidate
  on candidate.in_number = sole.in_number
 and candidate.out_number = sole.out_number
where candidate.evidence is null
   or candidate.evidence <= sole.evidence
