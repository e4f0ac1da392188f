/*
grain = "one row per asset or company and natural person with an economic share at the date; and one for what nobody known holds"

[columns]
held_id       = "asset, or the company where the asset is its shares"
person_id     = "natural person; null for the part that no known person accounts for"
minimum_ratio = "smallest economic share, 0 to 1"
maximum_ratio = "largest economic share, 0 to 1"
is_direct     = "held without a company or arrangement in between, alone"
as_of         = "date at which the interests were in force"
*/
select
    owner.held_id,
    owner.person_id,
    owner.minimum_ratio,
    owner.maximum_ratio,
    owner.is_direct,
    owner.as_of
from trace.beneficial_owner as owner
order by owner.held_id, owner.person_id nulls last
