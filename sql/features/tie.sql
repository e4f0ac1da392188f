/*
grain = "one row per two related parties and relationship, each way"

[columns]
party_id         = "party, the record that is kept"
related_party_id = "the other, the record that is kept"
is_family        = "spouse, parent, child, brother, sister or other relative"
valid_from       = "first day it holds, where known"
evidence         = "row that says so, as it was registered"
*/
with both_ways as (
    select party_id, related_party_id, relationship_type, valid_from, evidence from features.relation
    union
    select related_party_id, party_id, relationship_type, valid_from, evidence from features.relation
)
select
    party_id,
    related_party_id,
    relationship_type in ('spouse', 'parent', 'child', 'sibling', 'relative') as is_family,
    valid_from,
    evidence
from both_ways
where party_id <> related_party_id
