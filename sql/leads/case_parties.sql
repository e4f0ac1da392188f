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
    select held.case_id, held.transaction_id, cited.booked_on, cited.originator_account_id as account_id,
        0 as in_minor, coalesce(cited.amount_base_minor, 0) as out_minor
    from cases.case_transaction as held
    join cases.cited_transaction as cited on cited.transaction_id = held.transaction_id
    where held.case_id in (select case_id from listed)
    union all
    select held.case_id, held.transaction_id, cited.booked_on, cited.beneficiary_account_id,
        coalesce(cited.amount_base_minor, 0), 0
    from cases.case_transaction as held
    join cases.cited_transaction as cited on cited.transaction_id = held.transaction_id
    where held.case_id in (select case_id from listed)
),
holder as (
    select account_id, party_id, valid_from, valid_to
    from features.account_holder
    where recorded_to is null
),
own_side as (
    -- what moved while the party held the account, once, in however many roles
    select distinct side.case_id, holder.party_id, side.account_id, side.transaction_id, side.in_minor, side.out_minor,
        side.place
    from (
        select *, row_number() over (partition by case_id, account_id order by transaction_id) as place
        from account_side
    ) as side
    join holder
      on holder.account_id = side.account_id
     and (holder.valid_from is null or holder.valid_from <= side.booked_on)
     and (holder.valid_to is null or holder.valid_to > side.booked_on)
),
moved as (
    select
        case_id,
        party_id,
        string_agg(distinct account_id, ' ' order by account_id) as account_ids,  -- one per side and transaction
        sum(in_minor)::bigint as paid_in,
        sum(out_minor)::bigint as paid_out,
        string_agg(distinct transaction_id, ' ' order by transaction_id)  -- both sides may be their own
            filter (where place <= 50) as transaction_ids
    from own_side
    group by case_id, party_id
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
