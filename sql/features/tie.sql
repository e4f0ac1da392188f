/*
grain   = "one row per two related parties and kind of relationship, each way, as the registers say now"
is_view = true

[columns]
party_id          = "party, the record that is kept"
related_party_id  = "the other, the record that is kept"
relationship_type = "kind of relationship"
is_family         = "spouse, parent, child, brother, sister or other relative"
valid_from        = "first day it holds, where known"
valid_to          = "last day it holds, where known"
evidence          = "row that says so, as it was registered"
*/
with told as (
    select
        coalesce(one.party_id, relationship.party_id) as party_id,
        coalesce(other.party_id, relationship.related_party_id) as related_party_id,
        relationship.relationship_type,
        relationship.valid_from,
        relationship.valid_to,
        'core.relationship:' || relationship.party_id || '/' || relationship.related_party_id as evidence
    from core.relationship as relationship
    left join features.party_kept as one on one.record_id = relationship.party_id
    left join features.party_kept as other on other.record_id = relationship.related_party_id
    where relationship.recorded_to is null
),
both_ways as (
    select party_id, related_party_id, relationship_type, valid_from, valid_to, evidence from told
    union
    select related_party_id, party_id, relationship_type, valid_from, valid_to, evidence from told
)
select
    party_id,
    related_party_id,
    relationship_type,
    relationship_type in ('spouse', 'parent', 'child', 'sibling', 'relative') as is_family,
    valid_from,
    valid_to,
    evidence
from both_ways
where party_id <> related_party_id
