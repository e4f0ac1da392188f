/*
title    = "Leads that touch the same account without being one case"
question = "Which leads might belong together, although the evidence rules keep them apart?"
reading  = "One row per pair of leads and account that both cite; service hubs are left out. A reader decides: sharing an account alone proves nothing."
*/
with touched as (
    select held.case_id, movement.originator_account_id as account_id
    from mart.case_transaction as held
    join mart."transaction" as movement
      on movement.transaction_id = held.transaction_id
    union
    select held.case_id, movement.beneficiary_account_id
    from mart.case_transaction as held
    join mart."transaction" as movement
      on movement.transaction_id = held.transaction_id
),
listed as (
    select touched.case_id, touched.account_id, lead.lead_id
    from touched
    join mart.case_lead as lead
      on lead.case_id = touched.case_id
     and lead.is_latest
     and lead.listing = 'ranked'
    left join mart.account as account
      on account.account_id = touched.account_id
    where touched.account_id is not null
      and not coalesce(account.is_service_hub, false)
)
select
    one.lead_id,
    other.lead_id as other_lead_id,
    one.account_id
from listed as one
join listed as other
  on other.account_id = one.account_id
 and other.lead_id > one.lead_id
order by one.lead_id, other_lead_id, one.account_id
