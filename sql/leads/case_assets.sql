/*
grain = "one row per listed lead and asset"

[parameters]
run_id        = "night"
base_currency = "base currency of the workspace"
*/
with listed as (
    select case_id, lead_id, coalesce(rank, 2147483647) as place
    from cases.lead
    where run_id = $run_id
      and listing <> 'below'
),
held as (
    select listed.lead_id, listed.place, linked.*
    from listed
    join cases.case_asset as linked on linked.case_id = listed.case_id
),
payment as (
    select case_id, asset_id, string_agg(distinct transaction_id, ' ' order by transaction_id) as transaction_ids  -- one per method
    from cases.case_asset_trace
    group by case_id, asset_id
),
owner as (
    select
        ownership.asset_id,
        string_agg(distinct ownership.party_id, ' ' order by ownership.party_id) as owner_ids,  -- several interests
        string_agg(distinct identity.value, '; ' order by identity.value) as owner_names
    from core.ownership as ownership
    left join core.party_identity as identity
      on identity.party_id = ownership.party_id and identity.identity_kind = 'name'
    where ownership.recorded_to is null
    group by ownership.asset_id
),
basis as (
    select asset_id, string_agg(
        basis_code || ' ' || condition_code || ' (' || party_id || '): ' || replace(result, '_', ' '), '; '
        order by basis_code, party_id, condition_code) as bases
    from trace.basis_test
    group by asset_id
)
select
    held.lead_id, held.case_id, held.asset_id, asset.asset_type, asset.registry,
    asset.registration_number, asset.country_code, asset.location_code, asset.description,
    asset.status_code as status, owner.owner_ids, owner.owner_names, held.acquisition_id,
    acquired.acquired_on, acquired.acquirer_party_id, acquired.seller_party_id,
    acquired.price_minor as price, acquired.market_value_minor as market_value, acquired.currency,
    case when acquired.market_value_minor > 0
        then round(acquired.price_minor::double / acquired.market_value_minor::double, 4) end as price_ratio,
    acquired.financing_code as financing,
    held.traced_minimum_base_minor as traced_minimum,
    held.traced_maximum_base_minor as traced_maximum,
    held.traced_headline_base_minor as traced_headline,
    held.headline_method,
    $base_currency as base_currency,
    asset.value_minor as value, asset.encumbrance_minor as encumbrance, asset.currency as asset_currency,
    basis.bases, held.link_reason, payment.transaction_ids,
    file.file_name, asset.file_sha256, asset.row_number
from held
left join core.asset as asset on asset.asset_id = held.asset_id and asset.recorded_to is null
left join core.acquisition as acquired
  on acquired.acquisition_id = held.acquisition_id and acquired.recorded_to is null
left join owner on owner.asset_id = held.asset_id
left join basis on basis.asset_id = held.asset_id
left join payment on payment.case_id = held.case_id and payment.asset_id = held.asset_id
left join landing.file as file on file.file_sha256 = asset.file_sha256
order by held.place, held.lead_id, held.asset_id
