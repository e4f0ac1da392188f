/*
grain = "one row per listed lead and institution that keeps an account of its transactions"

[columns]
account_count = "accounts of the lead that it keeps"

[parameters]
run_id = "night"
*/
with moved as (
    select
        lead.lead_id,
        unnest([cited.originator_account_id, cited.beneficiary_account_id]) as account_id
    from cases.lead as lead
    join cases.case_transaction as held on held.case_id = lead.case_id
    join cases.cited_transaction as cited on cited.transaction_id = held.transaction_id
    where lead.run_id = $run_id
      and lead.listing not in ('below', 'resting')
)
select
    moved.lead_id,
    account.institution_id,
    count(distinct moved.account_id) as account_count
from moved
join core.account as account on account.account_id = moved.account_id and account.recorded_to is null
where account.institution_id is not null
group by moved.lead_id, account.institution_id
order by moved.lead_id, account_count desc, account.institution_id
