/*
grain = "one row per loan and payment by which somebody repaid it early who is neither the borrower nor close to the borrower"

[columns]
loan_id           = "loan"
transaction_id    = "payment"
booked_epoch      = "time of the payment, seconds UTC"
amount_base_minor = "payment, base minor units"

[parameters.repaid_days]
default = 180
unit    = "days"
meaning = "days after granting within which a repayment is early"

[parameters.least_percent]
default = 50
unit    = "percent of the principal"
meaning = "least that one payer sent to the lender for it to be one of its loans"

[parameters.most_percent]
default = 105
unit    = "percent of the principal"
meaning = "most that one payer sent to the lender for it to be one of its loans and the interest"

[parameters.most_loans]
default = 200
unit    = "loans"
meaning = "most loans of one lender, granted as late, among which an amount still tells which one was repaid"
*/
with known_party as (
    -- the borrower and those close to the borrower
    select loan_id, borrower_id as party_id from features.loan
    union
    select loan.loan_id, tie.related_party_id
    from features.loan as loan
    join features.tie as tie on tie.party_id = loan.borrower_id and tie.is_family
),
reach as (
    select min(booked_epoch) as first_epoch from features.loan_payment
),
young as (
    select loan.*, count(*) over (partition by loan.lender_id) as loan_count
    from features.loan as loan
    cross join reach
    where loan.granted_epoch >= reach.first_epoch - $repaid_days * 86400
),
to_lender as (
    -- a customer of the lender repays a loan of his own
    select payment.*, sum(payment.amount_base_minor) over (partition by payment.lender_id, payment.payer_id) as sent_minor
    from features.loan_payment as payment
    left join (select distinct lender_id, borrower_id from features.loan) as customer
      on customer.lender_id = payment.lender_id
     and customer.borrower_id = payment.payer_id
    where payment.lender_id is not null
      and customer.borrower_id is null
),
payment as (
    select young.loan_id, false as is_told, young.lender_id, to_lender.payer_id, to_lender.transaction_id,
        to_lender.booked_epoch, to_lender.amount_base_minor, to_lender.sent_minor, young.principal_base_minor,
        young.granted_epoch
    from young
    join to_lender on to_lender.lender_id = young.lender_id
    where young.loan_count <= $most_loans
    union all
    select young.loan_id, true as is_told, young.lender_id, paid.payer_id, paid.transaction_id,
        paid.booked_epoch, paid.amount_base_minor, null as sent_minor, young.principal_base_minor, young.granted_epoch
    from young
    join features.loan_payment as paid on paid.loan_id = young.loan_id
),
early as (
    select
        payment.*,
        sum(payment.amount_base_minor) over (partition by payment.loan_id, payment.payer_id, is_told) as payer_minor
    from payment
    left join known_party
      on known_party.loan_id = payment.loan_id
     and known_party.party_id = payment.payer_id
    where known_party.party_id is null
      and payment.booked_epoch >= payment.granted_epoch
      and payment.booked_epoch <= payment.granted_epoch + $repaid_days * 86400
),
fitting as (
    select
        early.*,
        min(loan_id) over by_payer as first_loan_id,
        max(loan_id) over by_payer as last_loan_id,
        min(case when payer_minor = sent_minor then loan_id end) over by_payer as first_whole_id,
        max(case when payer_minor = sent_minor then loan_id end) over by_payer as last_whole_id
    from early
    where is_told
       or (payer_minor * 100 >= principal_base_minor * $least_percent
           and payer_minor * 100 <= principal_base_minor * $most_percent)
    window by_payer as (partition by lender_id, payer_id, is_told)
)
select loan_id, transaction_id, booked_epoch, amount_base_minor
from fitting
-- at a lender the sum tells the loan where it fits one only; a loan that was granted when the payer had begun to pay
-- explains a part of it, and stands behind one that explains all
where is_told
   or first_loan_id = last_loan_id
   or (loan_id = first_whole_id and loan_id = last_whole_id)
