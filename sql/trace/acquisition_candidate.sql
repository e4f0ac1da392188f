/*
grain = "one row per registered acquisition, account it may have been paid to and payment to that account near its date: what acquisition_payment chooses from"

[columns]
acquisition_id    = "acquisition"
transaction_id    = "payment"
deed_base_minor   = "what it is of the price: what arrived in the currency of the deed, at the deed's rate; else the payment in the base currency"
is_acquirer_paying = "the account that paid is held by the acquirer"
is_loan_paying    = "somebody else pays just what the deed says is borrowed: the loan, not the buyer"
payee_reason      = "why the account that was paid is one to look at"
payee_score       = "what that adds to the score of the match"
days_apart        = "days between payment and deed"
loan_base_minor   = "loan that the deed names, base minor units; 0 when none"
amount_ratio      = "how near the payment is to the price, or to the price less the loan: the smaller over the larger"

[parameters]
days_before = "days before the deed in which its payment is looked for, inclusive"
days_after  = "days after the deed, inclusive"
*/
with payer as (
    -- accounts held by the acquirer; one account may have several holders
    select distinct payee.acquisition_id, holder.account_id
    from trace.acquisition_payee as payee
    join features.account_holder as holder
      on holder.party_id = payee.acquirer_party_id
     and holder.recorded_to is null
),
paid as (
    select
        payee.*,
        transfer.transaction_id, transfer.transaction_number,
        transfer.originator_account_id, transfer.originator_number,
        transfer.booked_epoch,
        transfer.amount_base_minor,
        -- the rates of two days would make another sum of one that is the deed's to the cent
        case when transfer.received_currency = payee.currency
            then (transfer.received_amount_minor::hugeint * payee.price_base_minor // payee.price_minor)::bigint
            else transfer.amount_base_minor end as deed_base_minor
    from trace.acquisition_payee as payee
    join features.window_transfer as transfer
      on transfer.beneficiary_account_id = payee.account_id
     and transfer.originator_account_id is not null
     and transfer.booked_epoch between payee.acquired_epoch - $days_before * 86400
                                   and payee.acquired_epoch + $days_after * 86400
)
select
    paid.acquisition_id,
    paid.asset_id,
    paid.acquirer_party_id,
    paid.transaction_id, paid.transaction_number,
    paid.originator_account_id, paid.originator_number,
    paid.booked_epoch,
    paid.amount_base_minor,
    paid.deed_base_minor,
    paid.price_base_minor::bigint as price_base_minor,
    payer.account_id is not null as is_acquirer_paying,
    paid.payee_reason,
    paid.payee_score,
    abs(paid.booked_epoch - paid.acquired_epoch) // 86400 as days_apart,
    paid.loan_base_minor > 0
        and payer.account_id is null
        and paid.deed_base_minor between paid.loan_base_minor * 0.97 and paid.loan_base_minor * 1.03 as is_loan_paying,
    paid.loan_base_minor::bigint as loan_base_minor,
    greatest(least(deed_base_minor, owed_base_minor)::double / greatest(deed_base_minor, owed_base_minor),
        least(deed_base_minor, price_base_minor)::double / greatest(deed_base_minor, price_base_minor)) as amount_ratio
from paid
left join payer
  on payer.acquisition_id = paid.acquisition_id
 and payer.account_id = paid.originator_account_id
-- a notary hands the price on: whose it was, that payment does not say
left join features.client_account as client
  on client.account_id = paid.originator_account_id
where (client.account_id is null or payer.account_id is not null)
  and paid.deed_base_minor between paid.price_base_minor * 0.02 and paid.price_base_minor * 1.03
order by paid.acquisition_id, paid.transaction_id, paid.payee_reason
