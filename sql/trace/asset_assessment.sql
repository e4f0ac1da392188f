/*
grain = "one row per asset with tested conditions or possible claims: results of the tests, as text"

[columns]
asset_id           = "asset"
bases              = "conditions of each basis with their results, the nearest basis first"
measures           = "conditions of each measure with their results: steps that secure, no bases"
counter_evidence   = "facts that contradict a condition, and explanations that the tests looked for"
missing            = "conditions that are not known, and who would settle each; those of the nearest basis first"
victim_claims      = "payers who may have a prior claim, and who would settle it"
third_party_claims = "creditors, co-owners and later acquirers, and who would settle it"
*/
with tested as (
    select 'basis' as kind, asset_id, party_id, basis_code as code, condition_code, result, explanation, settled_by
    from trace.basis_test
    union all
    select 'measure', asset_id, party_id, measure_code, condition_code, result, explanation, settled_by
    from trace.measure_test
),
worded as (
    -- a closed basis is closed for this person: nothing more is asked for it
    select tested.*, law.title, law.condition_text, coalesce(state.is_closed, false) as is_closed,
        coalesce(state.place, 0) as place
    from tested
    left join trace.basis_state as state
      on state.asset_id = tested.asset_id
     and state.party_id = tested.party_id
     and state.basis_code = tested.code
    left join trace.profile_condition as law
      on law.code = tested.code
     and law.condition_code = tested.condition_code
),
by_result as (
    select kind, asset_id, party_id, code, title, place, result,
        replace(result, '_', ' ') || ': ' || string_agg(condition_text, ', ' order by condition_code) as conditions
    from worded
    group by kind, asset_id, party_id, code, title, place, result
),
by_code as (
    select kind, asset_id, party_id, code, place, title || ' (' || party_id || '): ' || string_agg(conditions, '. ' order by case result
        when 'supported' then 1 when 'contradicted' then 2 when 'unknown' then 3 else 4 end) as told
    from by_result
    group by kind, asset_id, party_id, code, title, place
),
law as (
    select asset_id,
        string_agg(told, ' | ' order by place, code, party_id) filter (kind = 'basis') as bases,
        string_agg(told, ' | ' order by code, party_id) filter (kind = 'measure') as measures
    from by_code
    group by asset_id
),
fact as (
    -- one fact may speak to conditions of several bases
    select asset_id,
        string_agg(distinct 'against "' || condition_text || '": ' || explanation, '; '
            order by 'against "' || condition_text || '": ' || explanation)
            filter (kind = 'basis' and result = 'contradicted') as counter_evidence
    from worded
    group by asset_id
),
lacking as (
    -- what the nearest basis lacks comes first
    select asset_id, string_agg(asked, '; ' order by place, asked) as missing
    from (
        select asset_id, condition_text || ' (ask: ' || settled_by || ')' as asked, min(place) as place
        from worded
        where kind = 'basis' and result = 'unknown' and not is_closed
        group by asset_id, condition_text, settled_by
    )
    group by asset_id
)
select
    listed.asset_id,
    coalesce(law.bases, 'not tested: no value is traced into it') as bases,
    law.measures,
    coalesce(fact.counter_evidence, case when law.asset_id is null then 'no condition was tested'
        else 'nothing contradicts a condition' end) || coalesce('; lawful sources looked for: '
        || sought.explanations, '') as counter_evidence,
    coalesce(lacking.missing, case when law.asset_id is null
        then 'where its price came from (ask: the bank of whoever acquired it: statements before the deed)'
        else 'nothing that records can settle' end) as missing,
    coalesce(claim.victim_claims, 'none known here') || '; to be settled by: prosecution service, court file' as victim_claims,
    coalesce(claim.third_party_claims, 'none known here') || '; to be settled by: register of the asset, the court'
        as third_party_claims
from trace.listed_asset as listed
left join law on law.asset_id = listed.asset_id
left join fact on fact.asset_id = listed.asset_id
left join lacking on lacking.asset_id = listed.asset_id
left join trace.lawful_source as sought on sought.asset_id = listed.asset_id
left join trace.claim_text as claim on claim.asset_id = listed.asset_id
order by listed.asset_id
