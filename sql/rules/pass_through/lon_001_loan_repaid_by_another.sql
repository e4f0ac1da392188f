/*
id         = "LON-001"
title      = "A loan repaid early from accounts that are not the borrower's"
typology   = "pass_through"
stage      = "integration"
subject    = "account"
severity   = "medium"
version    = 3
references = ["FFIEC-F", "FATF-RE-2022"]
why        = "A loan repaid by others turns their money into a clean credit history and an asset."
innocent   = "Another bank that refinances the loan in the borrower's name."
next_step  = "Ask the bank for the papers of the repayment and who the payer is to the borrower."

[parameters.early_days]
default = 180
unit    = "days"
meaning = "days after granting within which a repayment is early, at most those of features.loan_repayment"

[parameters.minimum_percent]
default = 50
unit    = "percent of the principal"
meaning = "least that others repaid"

[parameters.minimum_minor]
default = 500_000
unit    = "base currency, minor units"
meaning = "smallest principal"

[parameters.match_days]
default = 60
unit    = "days"
meaning = "longest time between the loan, the deed that names it, and what the borrower paid beside it"
*/
with repaid as (
    select
        loan.loan_id,
        loan.principal_base_minor,
        repayment.transaction_id,
        repayment.booked_epoch,
        sum(repayment.amount_base_minor) over (partition by loan.loan_id) as repaid_minor
    from features.loan_repayment as repayment
    join features.loan as loan
      on loan.loan_id = repayment.loan_id
    where loan.principal_base_minor >= $minimum_minor
      and repayment.booked_epoch <= loan.granted_epoch + $early_days * 86400
),
repayment as (
    select
        loan_id,
        transaction_id,
        booked_epoch,
        repaid_minor * 100 // principal_base_minor as measured
    from repaid
    where repaid_minor * 100 >= principal_base_minor * $minimum_percent
),
bought as (
    -- what the borrower paid beside the loan, for the thing whose deed names just this loan
    select distinct
        loan.loan_id,
        transfer.transaction_id,
        transfer.booked_epoch,
        alerted.measured
    from (select loan_id, min(measured) as measured from repayment group by loan_id) as alerted
    join features.loan as loan
      on loan.loan_id = alerted.loan_id
    join features.acquisition as acquired
      on acquired.loan_minor = loan.principal_minor
     and acquired.currency = loan.currency
     and acquired.recorded_to is null
     and abs(epoch(acquired.acquired_on) - loan.granted_epoch) <= $match_days * 86400
    join features.party_account as own
      on own.party_id = loan.borrower_id
    join features.window_transfer as transfer
      on transfer.originator_account_id = own.account_id
     and transfer.beneficiary_account_id = acquired.payee_account_id
     and abs(transfer.booked_epoch - loan.granted_epoch) <= $match_days * 86400
    where acquired.acquirer_party_id = loan.borrower_id
),
evidence as (
    select loan_id, transaction_id, booked_epoch, measured, 'in' as role from repayment
    union all
    select loan_id, transaction_id, booked_epoch, measured, 'payment' as role from bought
)
select
    loan.account_id as subject_id,
    min(evidence.booked_epoch) over (partition by evidence.loan_id) as start_epoch,
    max(evidence.booked_epoch) over (partition by evidence.loan_id) as end_epoch,
    evidence.transaction_id,
    evidence.measured,
    $minimum_percent as threshold,
    evidence.role
from evidence
join features.loan as loan
  on loan.loan_id = evidence.loan_id
order by subject_id, start_epoch, transaction_id
