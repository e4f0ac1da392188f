/*
grain = "one row per listed lead and asset"

[parameters]
run_id        = "night"
as_of         = "date of the night"
base_currency = "base currency of the workspace"
unit_minor    = "minor units of one unit of it"
*/
with listed as (
    select case_id, lead_id, coalesce(rank, 2147483647) as place
    from cases.lead
    where run_id = $run_id
      and listing not in ('below', 'resting')
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
    from features.ownership as ownership
    left join core.party_identity as identity
      on identity.party_id = ownership.party_id and identity.identity_kind = 'name'
    where ownership.recorded_to is null
      and coalesce(ownership.valid_to, date '9999-12-31') > $as_of
    group by ownership.asset_id
),
thing as (
    select held.asset_id, coalesce(min(asset.company_party_id), held.asset_id) as held_id
    from held
    left join core.asset as asset on asset.asset_id = held.asset_id and asset.recorded_to is null
    group by held.asset_id
),
beneficial as (
    select thing.asset_id, string_agg(
        coalesce(share.person_id, 'not known') || ' [' || round(share.minimum_ratio, 4) || ', '
            || round(share.maximum_ratio, 4) || ']', '; '
        order by share.maximum_ratio desc, share.person_id nulls last) as beneficial_owners
    from thing
    join trace.beneficial_owner as share on share.held_id = thing.held_id
    group by thing.asset_id
),
way as (
    -- one path as one text: from the asset to the person
    select thing.asset_id, path.person_id, path.path_number,
        string_agg(path.holder_id || ' [' || round(path.minimum_ratio, 4) || ', '
            || round(path.maximum_ratio, 4) || ']', ' < ' order by path.step) as way
    from thing
    join trace.ownership_path as path on path.held_id = thing.held_id
    group by thing.asset_id, path.person_id, path.path_number
),
path as (
    select asset_id, string_agg(way, '; ' order by person_id, path_number) as ownership_paths
    from way
    group by asset_id
),
control as (
    select thing.asset_id, string_agg(
        controller.person_id || ' by ' || controller.means, '; '
        order by controller.person_id, controller.means) as controllers
    from thing
    join trace.controller as controller on controller.held_id = thing.held_id
    group by thing.asset_id
),
means as (
    -- the two methods stand beside each other and are never added up
    select member.party_id, string_agg(
        means.unit_kind || ', ' || replace(means.method, '_', ' ') || ': '
            || (means.gap_minimum_base_minor // $unit_minor) || ' to '
            || (means.gap_maximum_base_minor // $unit_minor), '; '
        order by means.unit_kind, means.method) as means_gaps,
        max(means.income_base_minor) filter (where means.unit_kind = 'person') as lawful_income_base_minor,
        min(means.missing_year_count) as missing_year_count
    from (
        select party_id, 'household' as unit_kind, coalesce(min(household_id), party_id) as unit_id
        from core.party where recorded_to is null group by party_id
        union all
        select distinct party_id, 'person', party_id from core.party where recorded_to is null
    ) as member
    join trace.means_test as means
      on means.unit_kind = member.unit_kind and means.unit_id = member.unit_id
    group by member.party_id
),
request as (
    select asset_id,
        string_agg(addressee || ': ' || request_text, ' | '
            order by addressee in ('central register of bank accounts', 'company and beneficial-ownership register'), addressee)
            filter (where request_kind = 'register') as request_register,
        min(request_text) filter (where request_kind = 'office') as request_office
    from trace.asset_request
    group by asset_id
),
number as (
    select asset_id, string_agg(identifier_name || case when is_valid then ': check digit holds'
        else ': check digit does not hold' end, '; ' order by identifier_name) as identifier_check
    from trace.identifier_check group by asset_id
),
source_row as (
    -- file and line of the rows that answer: what it is, whose, bought when and with what, traced from where
    select asset_id, string_agg(answer || ' ' || rows_told, '; ' order by answer) as source_rows
    from (
        select source.asset_id, source.answer, string_agg(coalesce(file.file_name, left(source.file_sha256, 12)) || ':'
            || source.row_number, ' ' order by file.file_name, source.row_number) as rows_told
        from trace.asset_source as source
        left join landing.file as file on file.file_sha256 = source.file_sha256
        group by source.asset_id, source.answer
    )
    group by asset_id
)
select
    held.lead_id, held.case_id, held.asset_id, asset.asset_type, asset.registry,
    asset.registration_number, number.identifier_check, asset.country_code, asset.location_code, asset.description,
    asset.status_code as status, owner.owner_ids, owner.owner_names, held.acquisition_id,
    acquired.acquired_on, acquired.acquirer_party_id, acquired.seller_party_id,
    acquired.price_minor as price, acquired.market_value_minor as market_value, acquired.currency,
    case when acquired.market_value_minor > 0
        then round(acquired.price_minor::double / acquired.market_value_minor::double, 4) end as price_ratio,
    acquired.financing_code as financing,
    held.traced_minimum_base_minor as traced_minimum,
    held.traced_maximum_base_minor as traced_maximum,
    held.traced_headline_base_minor as traced_headline, held.headline_method,
    $base_currency as base_currency, asset.value_minor as value, asset.encumbrance_minor as encumbrance, asset.currency as asset_currency,
    beneficial.beneficial_owners, path.ownership_paths, control.controllers,
    told.source_count, told.hop_count, told.last_source_on, told.last_hop_on, told.chain_ids, told.relation, told.confidence,
    told.handling_code, told.calendar, told.retained_until,
    case
        when held.traced_maximum_base_minor is null
            then 'no money is followed into it; it belongs or belonged to a party that an indicator is about'
        else 'bought on ' || acquired.acquired_on || ' by ' || acquired.acquirer_party_id
            || coalesce(' for ' || (told.price_base_minor // $unit_minor) || ' ' || $base_currency, '') || '; between '
            || (held.traced_minimum_base_minor // $unit_minor) || ' and ' || (held.traced_maximum_base_minor // $unit_minor)
            || ' ' || $base_currency || coalesce(' (' || least(round(100.0 * held.traced_minimum_base_minor / told.price_base_minor), 100)::bigint || ' to '
            || least(round(100.0 * held.traced_maximum_base_minor / told.price_base_minor), 100)::bigint || ' %)', '')
            || ' of the price came, by the method, from ' || coalesce(told.source_count || ' ', '')
            || 'earlier credit(s), followed through accounts that indicators are about'
    end as why,
    means.lawful_income_base_minor as lawful_income, means.missing_year_count as income_years_missing,
    means.means_gaps,
    status.value_base_minor as value_today, status.value_basis,
    status.net_minimum_base_minor as net_minimum, status.net_maximum_base_minor as net_maximum,
    status.storage_base_minor as storage_year,
    status.is_sale_candidate, status.has_social_reuse,
    status.urgency, status.signals, status.nominee_indicators,
    status.measure_code as measure, status.clock_starts_on, status.clock_ends_on, status.clock_term,
    assessment.counter_evidence, assessment.missing, request.request_register, request.request_office,
    assessment.bases, assessment.measures, assessment.victim_claims, assessment.third_party_claims,
    held.link_reason, payment.transaction_ids, source_row.source_rows,
    file.file_name, asset.file_sha256, asset.row_number
from held
left join core.asset as asset on asset.asset_id = held.asset_id and asset.recorded_to is null
left join features.acquisition as acquired
  on acquired.acquisition_id = held.acquisition_id and acquired.recorded_to is null
left join owner on owner.asset_id = held.asset_id
left join beneficial on beneficial.asset_id = held.asset_id
left join path on path.asset_id = held.asset_id
left join control on control.asset_id = held.asset_id
left join trace.asset_lead_fact as told on told.asset_id = held.asset_id
left join means on means.party_id = acquired.acquirer_party_id
left join trace.asset_status as status on status.asset_id = held.asset_id
left join trace.asset_assessment as assessment on assessment.asset_id = held.asset_id
left join number on number.asset_id = held.asset_id
left join source_row on source_row.asset_id = held.asset_id
left join request on request.asset_id = held.asset_id
left join payment on payment.case_id = held.case_id and payment.asset_id = held.asset_id
left join landing.file as file on file.file_sha256 = asset.file_sha256
order by held.place, held.lead_id, held.asset_id
