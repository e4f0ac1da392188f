/*
grain = "one row per listed asset: the parts of a request to an office, each as text"

[columns]
asset_id    = "asset"
named       = "what it is, in which register, under which number, where: nothing else"
addressee   = "register of the asset"
country_code = "jurisdiction of that register"
reasons     = "value traced into it, or why it is listed"
persons     = "parties by their identifiers, with their roles"
offences    = "offences as recorded in the proceedings about them"
worth       = "estimated value today"
urgency     = "immediate, soon or ordinary, with the signs"
is_urgent   = "something is happening"
missing     = "registers or offices that would settle what is unknown"

[parameters]
as_of         = "date of the night"
base_currency = "base currency of the workspace"
unit_minor    = "minor units of one unit of it"
*/
with missing as (
    select asset_id, string_agg(distinct office, '; ' order by office) as missing
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
offence as (
    select assessed.asset_id, string_agg(distinct replace(proceeding.offence_code, '_', ' '), ', '
        order by replace(proceeding.offence_code, '_', ' ')) as offences
    from trace.assessed as assessed
    join features.proceeding as proceeding
      on proceeding.party_id = assessed.party_id
     and proceeding.proceeding_type <> 'acquittal'
     and coalesce(proceeding.opened_on, proceeding.decided_on, $as_of) <= $as_of
    group by assessed.asset_id
),
traced as (
    select asset_id, min(value_base_minor) as least_base_minor, max(value_base_minor) as most_base_minor,
        max(payment_count) as payment_count
    from (
        select asset_id, method, order_variant, sum(traced_base_minor) as value_base_minor,
            count(distinct transaction_id) as payment_count
        from trace.asset_trace
        where method <> 'poison'
        group by asset_id, method, order_variant
    )
    group by asset_id
)
select
    listed.asset_id,
    coalesce(lower(kind.title), 'asset') || ', ' || coalesce(asset.registry, kind.register, 'register not known')
        || ', number ' || coalesce(asset.registration_number, listed.asset_id)
        || coalesce(', ' || asset.location_code, ', ' || asset.country_code, '') as named,
    coalesce(asset.registry, kind.register, 'register of the asset') as addressee,
    asset.country_code,
    coalesce('value of reported transactions, of all cases together, is traced into ' || traced.payment_count || ' payment(s) for it, '
        || (traced.least_base_minor // $unit_minor) || ' to ' || (traced.most_base_minor // $unit_minor) || ' '
        || $base_currency || ' over the methods',
        'it belongs or belonged to a party that an indicator is about; no value is traced into it') as reasons,
    coalesce(person.persons, listed.subject_party_id, 'not known') as persons,
    coalesce(offence.offences, 'not known here') as offences,
    coalesce((status.value_base_minor // $unit_minor) || ' ' || $base_currency, 'not known') as worth,
    status.urgency || coalesce(' (' || status.signals || ')', '') as urgency,
    status.urgency = 'immediate' as is_urgent,
    coalesce(missing.missing, 'present owner, charges and status') as missing
from trace.listed_asset as listed
join trace.asset_status as status on status.asset_id = listed.asset_id
left join core.asset as asset on asset.asset_id = listed.asset_id and asset.recorded_to is null
left join trace.asset_kind as kind on kind.asset_type = listed.asset_type
left join traced on traced.asset_id = listed.asset_id
left join person on person.asset_id = listed.asset_id
left join offence on offence.asset_id = listed.asset_id
left join missing on missing.asset_id = listed.asset_id
order by listed.asset_id
