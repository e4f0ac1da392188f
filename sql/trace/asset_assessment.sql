/*
grain = "one row per asset with tested conditions or possible claims: results of the tests, as text"

[columns]
asset_id           = "asset"
bases              = "conditions of each basis with their results"
measures           = "conditions of each measure with their results: steps that secure, no bases"
counter_evidence   = "facts that contradict a condition, and explanations that the tests looked for"
missing            = "conditions that are not known, and who would settle each"
victim_claims      = "payers who may have a prior claim, and who would settle it"
third_party_claims = "creditors, co-owners and later acquirers, and who would settle it"

[parameters]
base_currency = "base currency of the workspace"
unit_minor    = "minor units of one unit of it"
*/
with basis as (
    select asset_id,
        string_agg(basis_code || ' ' || condition_code || ' (' || party_id || '): ' || replace(result, '_', ' '), '; '
            order by basis_code, party_id, condition_code) as bases,
        -- one fact contradicts conditions of several bases
        string_agg(distinct explanation, '; ' order by explanation) filter (result = 'contradicted') as counter_evidence,
        string_agg(distinct condition_code || ': ' || settled_by, '; ' order by condition_code || ': ' || settled_by)
            filter (result = 'unknown') as missing
    from trace.basis_test
    group by asset_id
),
measure as (
    select asset_id,
        string_agg(measure_code || ' ' || condition_code || ' (' || party_id || '): ' || replace(result, '_', ' '), '; '
            order by measure_code, party_id, condition_code) as measures
    from trace.measure_test
    group by asset_id
),
claim as (
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
)
select
    listed.asset_id,
    basis.bases,
    measure.measures,
    basis.counter_evidence,
    basis.missing,
    coalesce(claim.victim_claims, 'none known here') || '; to be settled by: prosecution service, court file' as victim_claims,
    coalesce(claim.third_party_claims, 'none known here') || '; to be settled by: register of the asset, the court'
        as third_party_claims
from trace.listed_asset as listed
left join basis on basis.asset_id = listed.asset_id
left join measure on measure.asset_id = listed.asset_id
left join claim on claim.asset_id = listed.asset_id
order by listed.asset_id
