/*
grain = "one row per asset with possible claims: the claims as text"

[columns]
asset_id           = "asset"
victim_claims      = "payers who may have a prior claim"
third_party_claims = "creditors, co-owners and later acquirers"

[parameters]
base_currency = "base currency of the workspace"
unit_minor    = "minor units of one unit of it"
*/
select asset_id,
    string_agg(coalesce(party_id || ' ', '') || explanation || coalesce(' (' || amount || ')', ''), '; '
        order by amount_base_minor desc nulls last, party_id) filter (claim_kind = 'victim') as victim_claims,
    string_agg(coalesce(party_id || ' ', '') || replace(claim_kind, '_', ' ') || ': ' || explanation
        || coalesce(' (' || amount || ')', ''), '; '
        order by claim_kind, party_id) filter (claim_kind <> 'victim') as third_party_claims
from (
    select *, (amount_base_minor // $unit_minor) || ' ' || $base_currency as amount
    from trace.asset_claim
)
group by asset_id
order by asset_id
