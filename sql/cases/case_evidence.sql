/*
grain = "one row per case with standing alerts and transaction that one of them cites"

[columns]
case_id        = "case"
transaction_id = "transaction"
case_count     = "transactions that the alerts of the case cite"
*/
with cited as (
    -- several alerts of a case may cite one transaction
    select distinct
        identity.case_id,
        evidence.transaction_id
    from cases.group_identity as identity
    join cases.group_evidence as evidence
      on evidence.group_number = identity.group_number
)
select
    case_id,
    transaction_id,
    count(*) over (partition by case_id) as case_count
from cited
order by case_id, transaction_id
