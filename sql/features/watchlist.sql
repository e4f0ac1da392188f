/*
grain = "one row per entry of a watch list as it stands now, by the record of its party that is kept"

[columns]
party_id  = "party listed, the record that is kept"
list_id   = "list"
topic     = "sanction, crime, wanted, freeze, public function"
listed_on = "day of listing"
*/
select
    coalesce(kept.party_id, entry.party_id) as party_id,
    entry.list_id,
    entry.topic,
    entry.listed_on
from core.watchlist_entry as entry
left join features.party_kept as kept on kept.record_id = entry.party_id
where entry.recorded_to is null
  and entry.delisted_on is null
  and entry.party_id is not null
