/*
title    = "Who pays the accounts that alerts are about"
question = "From which accounts did the subjects of current alerts receive most in the window?"
reading  = "One row per subject account and payer, the ten largest payers of each; service hubs are marked, since much of what they pay is wages or change."
*/
with subject as (
    -- several alerts are about one account
    select distinct subject_id as account_id
    from mart.alert
    where subject_type = 'account'
      and state = 'current'
),
paid as (
    select
        movement.beneficiary_account_id as account_id,
        movement.originator_account_id as payer_account_id,
        count(*) as payment_count,
        sum(movement.amount_base_minor)::bigint as amount_base_minor
    from mart."transaction" as movement
    join subject
      on subject.account_id = movement.beneficiary_account_id
    where movement.originator_account_id is not null
    group by movement.beneficiary_account_id, movement.originator_account_id
)
select
    paid.account_id,
    paid.payer_account_id,
    coalesce(payer.is_service_hub, false) as is_service_hub,
    paid.payment_count,
    paid.amount_base_minor
from paid
left join mart.account as payer
  on payer.account_id = paid.payer_account_id
qualify row_number() over (
    partition by paid.account_id order by paid.amount_base_minor desc, paid.payer_account_id
) <= 10
order by paid.account_id, paid.amount_base_minor desc, paid.payer_account_id
