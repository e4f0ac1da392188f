/*
grain = "one row per account, party, role and period, ended ones among them"

[columns]
account_id  = "account"
party_id    = "party that holds it"
role        = "owner, joint owner, authorised"
valid_from  = "first day of it; null: not known"
valid_to    = "day from which it no longer holds; null: it goes on"
source_id   = "feed"
file_sha256 = "file: mart.file says its name"
row_number  = "line or record in that file"
*/
select
    holder.account_id,
    holder.party_id,
    holder.role,
    holder.valid_from,
    holder.valid_to,
    holder.source_id,
    holder.file_sha256,
    holder.row_number
from core.account_holder as holder
where holder.recorded_to is null
order by holder.account_id, holder.party_id, holder.role, holder.valid_from, holder.valid_to
