/*
grain = "one row per listed asset, kind of request and register or office that it goes to"

[columns]
asset_id     = "asset"
request_kind = "register (identifier and power only: no word of why) or office (object, reasons, offences, persons, urgency)"
addressee    = "register or office"
request_text = "the request, ready to be checked and sent by a person; parties by their identifiers"

[parameters]
register_power  = "legal power to ask a register, of the profile"
office_basis    = "basis of a request to an office, of the profile"
handling_code   = "how the receiver may use it"
channel         = "by which way it is sent"
urgent_answer   = "time in which an urgent request is answered, of the profile"
ordinary_answer = "time in which any other is answered, of the profile"
*/
with company as (
    select distinct listed.asset_id, holding.holder_id as company_id
    from trace.listed_asset as listed
    join trace.holding as holding
      on holding.held_id = listed.held_id
     and not holding.is_person
    union
    select listed.asset_id, listed.held_id
    from trace.listed_asset as listed
    where listed.held_id <> listed.asset_id
)
select asset_id, 'register' as request_kind, addressee,
    'Please send the full extract, with owners, charges and history of entries, of: ' || named
        || '. Power: ' || $register_power || '.' as request_text
from trace.request_fact
union all
select asset_id, 'register', 'company and beneficial-ownership register',
    'Please send owners, beneficial owners with their shares and dates, and directors, of: '
        || string_agg(company_id, ', ' order by company_id) || '. Power: ' || $register_power || '.'
from company
group by asset_id
union all
select asset_id, 'register', 'central register of bank accounts',
    'Please send the accounts of which this party is holder, proxy or beneficial owner: '
        || coalesce(owner_party_id, subject_party_id) || '. Power: ' || $register_power || '.'
from trace.listed_asset
where coalesce(owner_party_id, subject_party_id) is not null
union all
select asset_id, 'office',
    'competent or foreign asset recovery office' || coalesce(', ' || country_code, ''),
    'Object: ' || named || '. Reasons: ' || reasons || '. Offences: ' || offences || '. Persons: ' || persons
        || '. Estimated value: ' || worth || '. Urgency: ' || urgency || '; answer '
        || case when is_urgent then $urgent_answer else $ordinary_answer end
        || '. Asked for: ' || missing || '. Basis: ' || $office_basis || '. Handling: ' || $handling_code
        || '. Channel: ' || $channel || '.'
from trace.request_fact
order by asset_id, request_kind, addressee
