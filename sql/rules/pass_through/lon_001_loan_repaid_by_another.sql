/*
id         = "LON-001"
title      = "A loan repaid early from accounts that are not the borrower's"
typology   = "pass_through"
stage      = "integration"
subject    = "account"
severity   = "medium"
version    = 1
references = ["FFIEC-F", "FATF-RE-2022"]
why        = "A loan repaid by others turns their money into a clean credit history and an asset."
innocent   = "Another bank that refinances the loan in the borrower's name."
next_step  = "Ask the bank for the papers of the repayment and who the payer is to the borrower."

[parameters.early_days]
default = 180
unit    = "days"
meaning = "days after granting within which a repayment is early"

[parameters.minimum_percent]
default = 50
unit    = "percent of the principal"
meaning = "least that others repaid"

[parameters.minimum_minor]
default = 500_000
unit    = "base currency, minor units"
meaning = "smallest principal"
*/
with loan as (
    select
        granted.loan_id,
        granted.account_id,
        coalesce(kept.party_id, granted.borrower_party_id) as borrower_id,
        cast(epoch(granted.granted_on) as bigint) as granted_epoch,
        case
            when granted.currency = span.base_currency then granted.principal_minor
            else granted.principal_minor * cast(rate.numerator as hugeint) // rate.denominator
        end as principal_minor
    from core.loan as granted
    cross join features.window as span
    left join features.party_kept as kept on kept.record_id = granted.borrower_party_id
    left join core.fx_daily as rate
      on rate.currency = granted.currency
     and rate.rated_on = granted.granted_on
    where granted.recorded_to is null
      and granted.account_id is not null
      and granted.borrower_party_id is not null
),
repayment as (
    -- an institution's own bookings have no originator or say loan; a refinancing is one of them
    select
        loan.loan_id,
        loan.account_id,
        loan.principal_minor,
        transfer.transaction_id,
        transfer.booked_epoch,
        sum(transfer.amount_base_minor) over (partition by loan.loan_id) as repaid_minor
    from loan
    join features.window_transfer as transfer
      on transfer.beneficiary_account_id = loan.account_id
     and transfer.booked_epoch >= loan.granted_epoch
     and transfer.booked_epoch <= loan.granted_epoch + $early_days * 86400
    join features.party_account as payer
      on payer.account_id = transfer.originator_account_id
     and payer.is_owner
     and payer.holder_count = 1
    left join features.party_account as own
      on own.account_id = transfer.originator_account_id
     and own.party_id = loan.borrower_id
    where own.party_id is null
      and loan.principal_minor >= $minimum_minor
      and transfer.channel is distinct from 'loan'
)
select
    account_id as subject_id,
    min(booked_epoch) over (partition by loan_id) as start_epoch,
    max(booked_epoch) over (partition by loan_id) as end_epoch,
    transaction_id,
    repaid_minor * 100 // principal_minor as measured,
    $minimum_percent as threshold,
    'in' as role
from repayment
where repaid_minor * 100 >= principal_minor * $minimum_percent
order by subject_id, start_epoch, transaction_id
