/*
grain = "one row per case with standing alerts and transaction: those its alerts cite, payments for assets that its money was traced to, and those that it, or a case merged into it tonight, held before and that the window has left, unless a case that split off tonight took them"

[parameters]
run_id   = "night"
first_on = "first day of the examined window"
*/
with cited as (
    select
        identity.case_id,
        evidence.transaction_id,
        count(*) as alert_count,
        min(evidence.role) as role
    from cases.group_identity as identity
    join cases.group_evidence as evidence
      on evidence.group_number = identity.group_number
    group by identity.case_id, evidence.transaction_id
),
payment as (
    select
        case_id,
        transaction_id
    from cases.case_asset_trace
    where case_id in (select case_id from cases.group_identity)  -- others keep what they held
    group by case_id, transaction_id
),
taken as (
    select
        parted.other_case_id as case_id,
        cited.transaction_id
    from cases.lead_event as parted
    join cited
      on cited.case_id = parted.case_id
    where parted.run_id = $run_id
      and parted.event = 'split'
),
earlier as (
    -- an alert raised again cites what the window still covers; the rest ages with the case
    select
        inherited.case_id,
        held.transaction_id,
        min(held.role) as role
    from cases.inherited as inherited
    join cases.case_transaction as held
      on held.case_id = inherited.from_case_id
    join cases.cited_transaction as movement
      on movement.transaction_id = held.transaction_id
    left join taken
      on taken.case_id = held.case_id
     and taken.transaction_id = held.transaction_id
    where movement.booked_on < $first_on
      and taken.case_id is null
    group by inherited.case_id, held.transaction_id
),
tonight as (
    select
        coalesce(cited.case_id, payment.case_id) as case_id,
        coalesce(cited.transaction_id, payment.transaction_id) as transaction_id,
        coalesce(cited.alert_count, 0) as alert_count,
        case when payment.case_id is not null then 'payment_for_asset' else cited.role end as role
    from cited
    full outer join payment
      on payment.case_id = cited.case_id
     and payment.transaction_id = cited.transaction_id
)
select
    coalesce(tonight.case_id, earlier.case_id) as case_id,
    coalesce(tonight.transaction_id, earlier.transaction_id) as transaction_id,
    coalesce(tonight.alert_count, 0) as alert_count,
    coalesce(tonight.role, earlier.role) as role
from tonight
full outer join earlier
  on earlier.case_id = tonight.case_id
 and earlier.transaction_id = tonight.transaction_id
order by case_id, transaction_id
