/*
grain = "one row per listed asset, kind of request and register or office that it goes to"

[columns]
asset_id     = "asset"
request_kind = "register (identifier and power only: no word of why) or office (object, reasons, persons, urgency)"
addressee    = "register or office"
request_text = "the request, ready to be checked and sent by a person; parties by their identifiers"

[parameters]
register_power = "legal power to ask a register, of the profile"
office_basis   = "basis of a request to an office, of the profile"
handling_code  = "how the receiver may use it"
channel        = "by which way it is sent"
base_currency  = "base currency of the workspace"
unit_minor     = "minor units of one unit of it"
*/
with missing as (
    select
        asset_id,
        string_agg(distinct office, '; ' order by office) as settled_by
    from (
        select asset_id, unnest(string_split(settled_by, '; ')) as office
        from trace.basis_test
        where result = 'unknown'
    )
    group by asset_id
),
person as (
    select asset_id, string_agg(distinct party_id || ' (' || role || ')', ', '
        order by party_id || ' (' || role || ')') as persons
    from trace.assessed
    group by asset_id
),
traced as (
    select
        asset_id,
        min(value_base_minor) as least_base_minor,
        max(value_base_minor) as most_base_minor,
        max(payment_count) as payment_count
    from (
        select asset_id, method, order_variant, sum(traced_base_minor) as value_base_minor,
            count(distinct transaction_id) as payment_count
        from trace.asset_trace
        where method <> 'poison'
        group by asset_id, method, order_variant
    )
    group by asset_id
),
object as (
    select
        listed.asset_id,
        listed.owner_party_id,
        listed.subject_party_id,
        coalesce(asset.registry, kind.register, 'register of the asset') as addressee,
        coalesce(lower(kind.title), 'asset') || ', ' || coalesce(asset.registry, kind.register, 'register not known')
            || ', number ' || coalesce(asset.registration_number, listed.asset_id)
            || coalesce(', ' || asset.country_code, '') as named
    from trace.listed_asset as listed
    left join core.asset as asset
      on asset.asset_id = listed.asset_id
     and asset.recorded_to is null
    left join trace.asset_kind as kind on kind.asset_type = listed.asset_type
)
select
    object.asset_id,
    'register' as request_kind,
    object.addressee,
    'Please send the full extract, with owners, charges and history of entries, of: ' || object.named
        || '. Power: ' || $register_power || '.' as request_text
from object
union all
select
    object.asset_id,
    'office' as request_kind,
    'competent or foreign asset recovery office',
    'Object: ' || object.named || '. Reasons: '
        || coalesce('value of reported transactions is traced into ' || traced.payment_count
            || ' payment(s) for it, ' || (traced.least_base_minor // $unit_minor) || ' to '
            || (traced.most_base_minor // $unit_minor) || ' ' || $base_currency || ' over the methods',
            'it belongs or belonged to a party that an indicator is about; no value is traced into it')
        || '. Persons: ' || coalesce(person.persons, object.subject_party_id, 'not known')
        || '. Estimated value: ' || coalesce((status.value_base_minor // $unit_minor) || ' ' || $base_currency, 'not known')
        || '. Urgency: ' || status.urgency || coalesce(' (' || status.signals || ')', '')
        || '. Asked for: ' || coalesce(missing.settled_by, 'present owner, charges and status')
        || '. Basis: ' || $office_basis || '. Handling: ' || $handling_code || '. Channel: ' || $channel || '.'
from object
join trace.asset_status as status on status.asset_id = object.asset_id
left join traced on traced.asset_id = object.asset_id
left join person on person.asset_id = object.asset_id
left join missing on missing.asset_id = object.asset_id
order by asset_id, request_kind
