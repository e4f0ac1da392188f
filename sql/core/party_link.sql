/*
grain = "one row per pair of party records that agree"
meaning = """
Three ways to meet: the same identifier; the same date of birth or founding; the same name with day
and month of birth exchanged. A pair is kept when its names are alike and nothing contradicts it.
"""

[columns]
party_id       = "record, the smaller id of the pair"
other_party_id = "record, the larger id of the pair"
match_weight   = "strength of the link, 0 to 1"
is_identified  = "an identifier or the publisher of a list says so, not only name and date"
evidence       = "what agrees and what differs, without any value"

[parameters]
minimum_name_similarity    = "Jaro-Winkler similarity of the sorted words of two names, from which they are alike"
minimum_similarity_with_id = "the same, where the identifiers agree: below it, two parties share a number by mistake"
maximum_shared             = "an identifier that more records share is a placeholder and joins nobody"
*/
with described as (
    select
        party_id,
        min(party_type) as party_type,
        min(country_code) as country_code,
        min(registered_on) as founded_on
    from core.party
    where recorded_to is null
    group by party_id
    union all
    select 'watchlist:' || entry_id, null, min(country_code), null
    from core.watchlist_entry
    where recorded_to is null
    group by entry_id
),
named as (
    select
        party_id,
        array_to_string(list_sort(string_split(normalised_value, ' ')), ' ') as name
    from core.party_identity
    where identity_kind = 'name'
      and length(normalised_value) > 2
    group by all
),
born as (
    select party_id, cast(normalised_value as date) as born_on
    from core.party_identity
    where identity_kind = 'birth_on'
    group by all
    union
    select party_id, founded_on
    from described
    where founded_on is not null
      and party_type = 'organisation'
),
identified as (
    select party_id, scheme, normalised_value as identifier
    from core.party_identity
    where identity_kind = 'identifier'
      and length(normalised_value) > 3
    group by all
),
shared as (
    select scheme, identifier
    from identified
    group by scheme, identifier
    having count(*) between 2 and $maximum_shared
),
met as (
    select mine.party_id, theirs.party_id as other_party_id
    from shared
    join identified as mine
      on mine.identifier = shared.identifier
     and mine.scheme is not distinct from shared.scheme
    join identified as theirs
      on theirs.identifier = shared.identifier
     and theirs.scheme is not distinct from shared.scheme
     and theirs.party_id > mine.party_id
    union
    select mine.party_id, theirs.party_id
    from born as mine
    join born as theirs on theirs.born_on = mine.born_on and theirs.party_id > mine.party_id
    join named as my_name on my_name.party_id = mine.party_id
    join named as their_name on their_name.party_id = theirs.party_id
    where jaro_winkler_similarity(my_name.name, their_name.name) >= $minimum_name_similarity
    union
    select mine.party_id, theirs.party_id
    from named as mine
    join named as theirs on theirs.name = mine.name and theirs.party_id > mine.party_id
    join born as my_birth on my_birth.party_id = mine.party_id
    join born as their_birth
      on their_birth.party_id = theirs.party_id
     and year(their_birth.born_on) = year(my_birth.born_on)
     and month(their_birth.born_on) = day(my_birth.born_on)
     and day(their_birth.born_on) = month(my_birth.born_on)
),
likeness as (
    -- a party may have several names: the most alike pair counts
    select
        met.party_id,
        met.other_party_id,
        max(jaro_winkler_similarity(mine.name, theirs.name)) as name_similarity
    from met
    left join named as mine on mine.party_id = met.party_id
    left join named as theirs on theirs.party_id = met.other_party_id
    group by met.party_id, met.other_party_id
),
numbers as (
    -- agree: an identifier in common; differ: both have one of the same kind, and none in common
    select
        met.party_id,
        met.other_party_id,
        bool_or(mine.identifier = theirs.identifier) as is_number_shared
    from met
    join identified as mine on mine.party_id = met.party_id
    join identified as theirs
      on theirs.party_id = met.other_party_id
     and theirs.scheme is not distinct from mine.scheme
    group by met.party_id, met.other_party_id
),
births as (
    select
        met.party_id,
        met.other_party_id,
        bool_or(mine.born_on = theirs.born_on) as is_birth_shared
    from met
    join born as mine on mine.party_id = met.party_id
    join born as theirs on theirs.party_id = met.other_party_id
    group by met.party_id, met.other_party_id
),
compared as (
    select
        likeness.party_id,
        likeness.other_party_id,
        likeness.name_similarity,
        numbers.is_number_shared,
        births.is_birth_shared,
        mine.country_code = theirs.country_code as is_country_shared,
        mine.party_type = theirs.party_type as is_type_shared
    from likeness
    left join numbers using (party_id, other_party_id)
    left join births using (party_id, other_party_id)
    join described as mine on mine.party_id = likeness.party_id
    join described as theirs on theirs.party_id = likeness.other_party_id
),
agreed as (
    select
        party_id,
        other_party_id,
        coalesce(is_number_shared, false) as is_identified,
        case
            when is_number_shared then 1.0
            when is_birth_shared then 0.9 * name_similarity
            else 0.8 * name_similarity
        end + case when is_country_shared and not coalesce(is_number_shared, false) then 0.05 else 0.0 end
            as match_weight,
        concat_ws('; ',
            case when is_number_shared then 'identifiers agree' end,
            case when name_similarity >= $minimum_name_similarity
                 then 'names agree to ' || cast(floor(100 * name_similarity) as integer) || ' %' end,
            case when name_similarity < $minimum_name_similarity
                 then 'names differ: alike to ' || cast(floor(100 * name_similarity) as integer) || ' %' end,
            case when is_birth_shared then 'dates of birth or founding agree' end,
            case when not is_birth_shared and is_number_shared then 'dates of birth differ' end,
            case when not is_birth_shared and not coalesce(is_number_shared, false)
                 then 'day and month of birth exchanged' end,
            case when is_country_shared then 'countries agree' end,
            case when not is_country_shared then 'countries differ' end) as evidence
    from compared
    where coalesce(is_type_shared, true)
      and coalesce(is_number_shared, true)
      and case
              when is_number_shared
                  then coalesce(is_birth_shared, true)
                   and coalesce(name_similarity, 1.0) >= $minimum_similarity_with_id
              else name_similarity >= $minimum_name_similarity
          end
),
published as (
    -- the publisher of a list says which party an entry is
    select
        least(party_id, 'watchlist:' || entry_id) as party_id,
        greatest(party_id, 'watchlist:' || entry_id) as other_party_id,
        true as is_identified,
        1.0 as match_weight,
        'the publisher of the list names the party' as evidence
    from core.watchlist_entry
    where recorded_to is null
      and party_id in (select party_id from core.party)
)
select
    party_id,
    other_party_id,
    bool_or(is_identified) as is_identified,
    max(match_weight) as match_weight,
    string_agg(evidence, '; ' order by match_weight desc, evidence) as evidence
from (
    select party_id, other_party_id, is_identified, match_weight, evidence from agreed
    union all
    select party_id, other_party_id, is_identified, match_weight, evidence from published
)
group by party_id, other_party_id
order by party_id, other_party_id
