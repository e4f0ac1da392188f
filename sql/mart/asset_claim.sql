/*
grain = "one row per listed asset, kind of claim and party that may have it; whether it has is for others to say"
columns_of = "trace/asset_claim"
*/
select
    claim.asset_id,
    claim.claim_kind,
    claim.party_id,
    claim.amount_base_minor,
    claim.explanation,
    claim.evidence,
    claim.settled_by
from trace.asset_claim as claim
order by claim.asset_id, claim.claim_kind, claim.party_id nulls first
