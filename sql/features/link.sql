/*
grain = "one row per leg into an account and leg out of it (features.leg) that may carry the same value on"

[columns]
in_number          = "number of the leg in"
out_number         = "number of the leg out, booked later"
account_number     = "account in the middle"
originator_number  = "account that the transfer in comes from"
beneficiary_number = "account that the transfer out goes to"
gap_seconds        = "time between the two"
in_base_minor      = "value in, base minor units"
out_base_minor     = "value out, base minor units"
kept_ratio         = "value out over value in"
evidence           = "minus the logarithm of what chance would show, see features.link_candidate"
in_place           = "1 for the successor of the transfer in with the most evidence; at most $link_successors are kept"
out_place          = "1 for the predecessor of the transfer out with the most evidence; at most $link_successors are kept"

[parameters.link_least]
default = 1.0
unit    = "natural logarithm"
meaning = "least evidence of a link"

[parameters.link_successors]
default = 3
unit    = "transfers"
meaning = "links kept of one transfer on each side, by evidence, then by order of booking"
*/
with ranked as (
    select
        candidate.*,
        row_number() over (partition by in_number order by evidence desc, out_number) as in_place,
        row_number() over (partition by out_number order by evidence desc, in_number) as out_place
    from features.link_evidence as candidate
    where is_ordered = 1
      and evidence >= $link_least
)
select
    in_number,
    out_number,
    account_number,
    originator_number,
    beneficiary_number,
    gap_seconds,
    in_base_minor,
    out_base_minor,
    cast(out_base_minor as double) / cast(in_base_minor as double) as kept_ratio,
    evidence,
    in_place,
    out_place
from ranked
where in_place <= $link_successors
  and out_place <= $link_successors
