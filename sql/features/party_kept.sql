/*
grain = "one row per party record that was judged to be the same party as another one"

[columns]
record_id = "party record"
party_id  = "party kept for it"
*/
-- Several links may lead from one record: the first party in order is kept, so that it belongs to one.
select
    other_party_id as record_id,
    min(party_id) as party_id
from core.same_party
group by other_party_id
