/*
grain   = "one row per holder of an account as the banks had and have it: core.account_holder, by the records of its parties that are kept"
is_view = true
*/
select
    account_holder.account_id,
    coalesce(kept.party_id, account_holder.party_id) as party_id,
    account_holder.role,
    account_holder.valid_from,
    account_holder.valid_to,
    account_holder.recorded_from,
    account_holder.recorded_to,
    account_holder.file_sha256,
    account_holder.row_number
from core.account_holder as account_holder
left join features.party_kept as kept on kept.record_id = account_holder.party_id
