/*
id         = "STR-003"
title      = "Cash paid in at several branches within two days"
typology   = "structuring"
stage      = "placement"
subject    = "account"
window     = "window_seconds"
severity   = "medium"
version    = 1
references = ["FFIEC-F", "EGMONT-100"]
why        = "Going from branch to branch keeps each clerk from seeing the whole sum."
innocent   = "A courier firm that pays in at the branch nearest to its last stop, always the same two."
next_step  = "Ask each branch who paid in, and for pictures where kept."

[parameters.minimum_branches]
default = 3
unit    = "branches"
meaning = "fewest different branches"

[parameters.window_seconds]
default = 172_799
unit    = "seconds"
meaning = "longest time from first to last deposit: under two days"
*/
with deposit as (
    -- an unknown branch is no evidence of another branch
    select
        account_id,
        transaction_id,
        booked_epoch,
        lag(booked_epoch) over at_branch as previous_epoch,
        lead(booked_epoch) over at_branch as next_epoch
    from features.window_transaction
    where channel = 'cash_deposit'
      and branch_code is not null
    window at_branch as (
        partition by account_id, branch_code order by booked_epoch, transaction_id
    )
),
change as (
    -- a branch counts from its first deposit until a window after its last one
    select
        account_id,
        transaction_id,
        booked_epoch,
        case when previous_epoch >= booked_epoch - $window_seconds then 0 else 1 end as branch_change
    from deposit
    union all
    select
        account_id,
        null as transaction_id,
        booked_epoch + $window_seconds + 1 as booked_epoch,
        -1 as branch_change
    from deposit
    where next_epoch is null
       or next_epoch > booked_epoch + $window_seconds
),
alive as (
    select
        change.*,
        sum(branch_change) over (partition by account_id order by booked_epoch) as branch_count
    from change
)
select
    account_id as subject_id,
    booked_epoch,
    transaction_id,
    branch_count as measured,
    $minimum_branches as threshold
from alive
where transaction_id is not null
