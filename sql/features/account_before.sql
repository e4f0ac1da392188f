/*
grain = "one row per account with an entry in the year before the window"

[columns]
account_id = "account"
last_epoch = "last entry before the window, seconds UTC; what the institution books of itself is left out"
*/
with entry as (
    select
        originator_account_id as account_id,
        max(booked_at) as last_at
    from core."transaction"
    where booked_on >= $before_on
      and booked_on < $first_on
      and channel not in ('fee', 'interest', 'tax')
    group by originator_account_id
    union all
    select
        beneficiary_account_id as account_id,
        max(booked_at) as last_at
    from core."transaction"
    where booked_on >= $before_on
      and booked_on < $first_on
      and channel not in ('fee', 'interest', 'tax')
    group by beneficiary_account_id
)
select
    account_id,
    cast(epoch(max(last_at)) as bigint) as last_epoch
from entry
where account_id is not null
group by account_id
