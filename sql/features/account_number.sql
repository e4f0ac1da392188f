/*
grain = "one row per account that moved money in the window"

[columns]
account_id     = "account"
account_number = "dense number of the account in this window, in order of account_id"
*/
with seen as (
    select originator_account_id as account_id
    from core."transaction"
    where booked_on between $first_on and $as_of
      and originator_account_id is not null
    group by originator_account_id
    union all
    select beneficiary_account_id as account_id
    from core."transaction"
    where booked_on between $first_on and $as_of
      and beneficiary_account_id is not null
    group by beneficiary_account_id
),
account as (
    select account_id
    from seen
    group by account_id
)
select
    account_id,
    row_number() over (order by account_id) as account_number
from account
