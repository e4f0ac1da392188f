/*
grain = "one row per party, without name, identifier or address: those stay in the workspace"

[columns]
party_id           = "party, as its feed identifies it"
party_type         = "person or organisation"
country_code       = "country of residence or registration"
registered_on      = "date a legal person was registered"
activity_code      = "registered economic activity"
household_id       = "household of a person, where the source knows it"
is_public_official = "holds or held a prominent public function"
same_as_party_id   = "party that this one was found to be the same as; null when it stands for itself"
source_id          = "feed"
file_sha256        = "file: mart.file says its name"
row_number         = "line or record in that file"
*/
with same as (
    select other_party_id, min(party_id) as party_id
    from core.same_party
    group by other_party_id
)
select
    party.party_id,
    party.party_type,
    party.country_code,
    party.registered_on,
    party.activity_code,
    party.household_id,
    party.is_public_official,
    same.party_id as same_as_party_id,
    party.source_id,
    party.file_sha256,
    party.row_number
from core.party as party
left join same
  on same.other_party_id = party.party_id
where party.recorded_to is null
order by party.party_id
