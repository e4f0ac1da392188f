/*
grain = "one row per relationship as the registers have it now, by the records of its parties that are kept"

[columns]
party_id          = "party, the record that is kept"
related_party_id  = "party that it stands in the relationship to, the record that is kept"
relationship_type = "what the party is to the other: parent, director, shareholder and the like"
valid_from        = "first day it holds, where known"
valid_to          = "first day it no longer holds, where known"
evidence          = "row that says so, as it was registered"
file_sha256       = "file"
row_number        = "row of the file"
*/
select
    coalesce(one.party_id, relationship.party_id) as party_id,
    coalesce(other.party_id, relationship.related_party_id) as related_party_id,
    relationship.relationship_type,
    relationship.valid_from,
    relationship.valid_to,
    'core.relationship:' || relationship.party_id || '/' || relationship.related_party_id as evidence,
    relationship.file_sha256,
    relationship.row_number
from core.relationship as relationship
left join features.party_kept as one on one.record_id = relationship.party_id
left join features.party_kept as other on other.record_id = relationship.related_party_id
where relationship.recorded_to is null
