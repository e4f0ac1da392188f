/*
grain = "one row per listed asset, kind of claim and party that may have it; whether it has is for others to say"

[columns]
asset_id          = "asset"
claim_kind        = "victim (prior claim), creditor, co_owner or later_acquirer (rights of third parties)"
party_id          = "party that may have the claim; null where the register gives a sum without names"
amount_base_minor = "sum concerned, base minor units; null: not a sum"
explanation       = "facts that say so"
evidence          = "row that says so"
settled_by        = "who would settle it"
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
