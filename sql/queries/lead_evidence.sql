/*
title    = "Every row behind the first lead"
question = "On which received rows does a lead stand, and where are they in the files?"
reading  = "One row per transaction of the lead that stands first; file_name, file_sha256 and row_number lead to the record. Change rank = 1 for another lead."
*/
select
    lead.lead_id,
    movement.booked_on,
    movement.transaction_id,
    movement.originator_account_id,
    movement.beneficiary_account_id,
    movement.amount_minor,
    movement.currency,
    held.role,
    file.file_name,
    movement.file_sha256,
    movement.row_number
from mart.case_lead as lead
join mart.case_transaction as held
  on held.case_id = lead.case_id
join mart."transaction" as movement
  on movement.transaction_id = held.transaction_id
left join mart.file as file
  on file.file_sha256 = movement.file_sha256
where lead.is_latest
  and lead.rank = 1
order by movement.booked_at, movement.transaction_id
