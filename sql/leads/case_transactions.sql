/*
grain = "one row per listed lead and transaction"

[parameters]
run_id        = "night"
base_currency = "base currency of the workspace"
*/
with listed as (
    select case_id, lead_id, coalesce(rank, 2147483647) as place
    from cases.lead
    where run_id = $run_id
      and listing not in ('below', 'resting')
),
held as (
    select listed.lead_id, listed.place, held.case_id, held.transaction_id, held.role, held.alert_count
    from listed
    join cases.case_transaction as held on held.case_id = listed.case_id
),
cited_by as (
    select
        held.case_id,
        evidence.transaction_id,
        string_agg(evidence.alert_id, ' ' order by evidence.alert_id) as alert_ids
    from cases.case_alert as held
    join detect.alert_transaction as evidence on evidence.alert_id = held.alert_id
    where held.case_id in (select case_id from listed)
    group by held.case_id, evidence.transaction_id
),
account_end as (
    select originator_account_id as account_id, booked_on from cases.cited_transaction
    union
    select beneficiary_account_id, booked_on from cases.cited_transaction
),
named as (
    -- who held the account on that day
    select
        account_end.account_id, account_end.booked_on,
        string_agg(distinct identity.value, '; ' order by identity.value) as name  -- a holder may have several names
    from account_end
    join features.account_holder as holder
      on holder.account_id = account_end.account_id
     and holder.recorded_to is null
     and (holder.valid_from is null or holder.valid_from <= account_end.booked_on)
     and (holder.valid_to is null or holder.valid_to > account_end.booked_on)
    join core.party_identity as identity
      on identity.party_id = holder.party_id and identity.identity_kind = 'name'
    group by account_end.account_id, account_end.booked_on
),
written as (
    select transaction_id, remittance_text
    from core."transaction"
    where transaction_id in (select transaction_id from held)
      and booked_on >= (select min(booked_on) from cases.cited_transaction)
)
select
    held.lead_id,
    held.case_id,
    cited.transaction_id,
    cited.booked_on,
    case when cited.is_time_known then cited.booked_at end as booked_at,
    cited.originator_account_id,
    originator.name as originator_name,
    cited.beneficiary_account_id,
    beneficiary.name as beneficiary_name,
    cited.amount_minor as amount, cited.currency,
    cited.received_amount_minor as received_amount, cited.received_currency,
    cited.amount_base_minor as amount_base,
    $base_currency as base_currency,
    cited.channel,
    cited.originator_country_code, cited.beneficiary_country_code,
    written.remittance_text,
    held.role,
    held.alert_count,
    coalesce(cited_by.alert_ids, '') as alert_ids,
    cited.source_id,
    file.file_name, cited.file_sha256, cited.row_number
from held
join cases.cited_transaction as cited on cited.transaction_id = held.transaction_id
left join cited_by
  on cited_by.case_id = held.case_id and cited_by.transaction_id = held.transaction_id
left join named as originator
  on originator.account_id = cited.originator_account_id and originator.booked_on = cited.booked_on
left join named as beneficiary
  on beneficiary.account_id = cited.beneficiary_account_id and beneficiary.booked_on = cited.booked_on
left join written on written.transaction_id = held.transaction_id
left join landing.file as file on file.file_sha256 = cited.file_sha256
order by held.place, held.lead_id, cited.booked_at, cited.transaction_id
