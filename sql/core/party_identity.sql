/*
grain = "one row per party and identifying value"

[columns]
party_id         = "party; a watchlist entry stands as watchlist:<entry>"
identity_kind    = "name, identifier, address, birth_on"
value            = "value as received"
normalised_value = "value folded for comparison: small letters without accents, one blank between words; identifiers are letters and digits only"
scheme           = "kind of identifier"
country_code     = "country of the party, for an identifier the country that issued it"
source_id        = "feed"
file_sha256      = "file"
row_number       = "row"
*/
with stated as (
    select
        party_id,
        'name' as identity_kind,
        name as value,
        cast(null as varchar) as scheme,
        country_code,
        source_id,
        file_sha256,
        row_number
    from staging.party
    union all
    select
        party_id,
        'identifier',
        identifier,
        identifier_scheme,
        country_code,
        source_id,
        file_sha256,
        row_number
    from staging.party
    union all
    select party_id, 'address', address, null, country_code, source_id, file_sha256, row_number
    from staging.party
    union all
    select
        party_id,
        'birth_on',
        cast(birth_on as varchar),
        null,
        country_code,
        source_id,
        file_sha256,
        row_number
    from staging.party
    union all
    select
        'watchlist:' || entry_id,
        'name',
        name,
        null,
        country_code,
        source_id,
        file_sha256,
        row_number
    from staging.watchlist_entry
    union all
    select
        'watchlist:' || entry_id,
        'birth_on',
        cast(birth_on as varchar),
        null,
        country_code,
        source_id,
        file_sha256,
        row_number
    from staging.watchlist_entry
),
accepted as (
    -- a row in conflict is a reject, and what it says of a person is not taken over
    select stated.*
    from stated
    where stated.value is not null
      and not exists (
          select 1
          from landing.reject as rejected
          where rejected.file_sha256 = stated.file_sha256
            and rejected.row_number = stated.row_number
      )
),
folded as (
    -- letters that no accent explains are written as their usual base letters
    select
        accepted.*,
        replace(replace(replace(replace(
            translate(strip_accents(lower(nfc_normalize(value))), 'øłđħıð', 'oldhid'),
            'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th') as plain
    from accepted
),
normalised as (
    select
        folded.*,
        case identity_kind
            when 'identifier' then regexp_replace(plain, '[^\p{L}\p{N}]+', '', 'g')
            when 'birth_on' then value
            -- S.L. and SL are one word: points between single letters go without a blank
            else trim(regexp_replace(
                regexp_replace(plain, '\b(\p{L})\.(\p{L})\.', '\1\2', 'g'),
                '[^\p{L}\p{N}]+', ' ', 'g'))
        end as normalised_value,
        row_number() over (
            partition by party_id, identity_kind, value order by file_sha256, row_number
        ) as position
    from folded
)
select
    party_id,
    identity_kind,
    value,
    normalised_value,
    scheme,
    country_code,
    source_id,
    file_sha256,
    row_number
from normalised
where position = 1
  and not exists (
      select 1
      from core.party_identity as known
      where known.party_id = normalised.party_id
        and known.identity_kind = normalised.identity_kind
        and known.value = normalised.value
  )
order by party_id, identity_kind, value
