/*
grain = "one row per case and party"

[columns]
case_id     = "case"
party_id    = "party"
role        = "subject, holder, owner, counterparty"
alert_count = "alerts about the party or its accounts"
*/
select
    held.case_id,
    held.party_id,
    held.role,
    held.alert_count
from cases.case_party as held
order by held.case_id, held.party_id
