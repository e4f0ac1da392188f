/*
grain = "one row per payment to an account of a lender, or to an account that is a loan's own, by somebody who lends nothing"

[columns]
loan_id           = "loan whose account it reached; null where it reached the lender"
lender_id         = "lender that it reached; null where it reached the account of a loan"
payer_id          = "party that paid"
transaction_id    = "payment"
booked_epoch      = "time of the payment, seconds UTC"
amount_base_minor = "payment, base minor units"
*/
with bank as (
    select distinct lender_id from features.loan where lender_id is not null
),
payee as (
    -- what reaches the borrower's payment account, which a feed may name instead, repays nothing
    select loan.loan_id, null as lender_id, loan.account_id
    from features.loan as loan
    left join core.account as account
      on account.account_id = loan.account_id
     and account.recorded_to is null
    left join features.party_account as own
      on own.account_id = loan.account_id
     and own.party_id = loan.borrower_id
    where own.party_id is null
       or account.account_type = 'loan'
    union all
    -- all accounts of a lender are one lender; one that is a loan's own says which loan
    select null as loan_id, bank.lender_id, holding.account_id
    from bank
    join features.party_account as holding
      on holding.party_id = bank.lender_id
     and holding.is_owner
    left join features.loan as loan
      on loan.account_id = holding.account_id
    where loan.loan_id is null
)
select
    payee.loan_id,
    payee.lender_id,
    payer.party_id as payer_id,
    transfer.transaction_id,
    transfer.booked_epoch,
    transfer.amount_base_minor
from payee
join features.window_transfer as transfer
  on transfer.beneficiary_account_id = payee.account_id
 and transfer.amount_base_minor > 0
-- an institution's own bookings have no originator, and who lends refinances
join features.party_account as payer
  on payer.account_id = transfer.originator_account_id
 and payer.is_owner
 and payer.holder_count = 1
left join bank
  on bank.lender_id = payer.party_id
where bank.lender_id is null
