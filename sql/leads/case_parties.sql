/*
grain = "one row per listed lead and party"

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
    select listed.lead_id, listed.place, held.case_id, held.party_id, held.role, held.alert_count
    from listed
    join cases.case_party as held on held.case_id = listed.case_id
),
account_side as (
    select held.case_id, held.transaction_id, cited.originator_account_id as account_id,
        0 as in_minor, coalesce(cited.amount_base_minor, 0) as out_minor
    from cases.case_transaction as held
    join cases.cited_transaction as cited on cited.transaction_id = held.transaction_id
    where held.case_id in (select case_id from listed)
    union all
    select held.case_id, held.transaction_id, cited.beneficiary_account_id,
        coalesce(cited.amount_base_minor, 0), 0
    from cases.case_transaction as held
    join cases.cited_transaction as cited on cited.transaction_id = held.transaction_id
    where held.case_id in (select case_id from listed)
),
holder as (
    -- a party may hold an account in several roles
    select distinct account_id, party_id
    from features.account_holder
    where recorded_to is null
),
moved as (
    select
        side.case_id,
        holder.party_id,
        string_agg(distinct side.account_id, ' ' order by side.account_id) as account_ids,  -- one per side and transaction
        sum(side.in_minor)::bigint as paid_in,
        sum(side.out_minor)::bigint as paid_out,
        string_agg(side.transaction_id, ' ' order by side.transaction_id)
            filter (where side.place <= 50) as transaction_ids
    from (
        select *, row_number() over (partition by case_id, account_id order by transaction_id) as place
        from account_side
    ) as side
    join holder on holder.account_id = side.account_id
    group by side.case_id, holder.party_id
)
select
    held.lead_id, held.case_id, held.party_id, held.role, party.party_type,
    party.country_code, party.registered_on, party.activity_code, party.is_public_official,
    held.alert_count,
    moved.account_ids, moved.paid_in, moved.paid_out, $base_currency as base_currency,
    moved.transaction_ids, file.file_name, party.file_sha256, party.row_number
from held
left join core.party as party on party.party_id = held.party_id and party.recorded_to is null
left join moved on moved.case_id = held.case_id and moved.party_id = held.party_id
left join landing.file as file on file.file_sha256 = party.file_sha256
order by held.place, held.lead_id,
    case held.role when 'subject' then 1 when 'holder' then 2 when 'owner' then 3 else 4 end, held.party_id
