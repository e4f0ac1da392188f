/*
grain = "one row per registered acquisition, account it may have been paid to and payment to that account near its date: what acquisition_payment chooses from"

[columns]
acquisition_id    = "acquisition"
transaction_id    = "payment"
is_acquirer_paying = "the account that paid is held by the acquirer"
is_loan_paying    = "somebody else pays just what the deed says is borrowed: the loan, not the buyer"
payee_reason      = "why the account that was paid is one to look at"
payee_score       = "what that adds to the score of the match"
days_apart        = "days between payment and deed"
loan_base_minor   = "loan that the deed names, base minor units; 0 when none"
amount_ratio      = "how near the payment is to the price, or to the price less the loan: the smaller over the larger"

[parameters]
first_on    = "first date of the window"
as_of       = "date of the night"
days_before = "days before the deed in which its payment is looked for, inclusive"
days_after  = "days after the deed, inclusive"
*/
with acquisition as (
    select
        acquired.acquisition_id,
        acquired.asset_id,
        acquired.acquirer_party_id,
        acquired.seller_party_id,
        acquired.intermediary_party_id,
        acquired.payee_account_id,
        epoch(acquired.acquired_on)::bigint as acquired_epoch,
        (acquired.price_minor::hugeint * rate.numerator * 2 + rate.denominator)
            // (2 * rate.denominator::hugeint) as price_base_minor,
        (coalesce(acquired.loan_minor, 0)::hugeint * rate.numerator * 2 + rate.denominator)
            // (2 * rate.denominator::hugeint) as loan_base_minor,
        price_base_minor - loan_base_minor as owed_base_minor
    from core.acquisition as acquired
    join core.fx_daily as rate
      on rate.currency = acquired.currency
     and rate.rated_on = acquired.acquired_on
    where acquired.recorded_to is null
      and acquired.price_minor > 0
      and acquired.acquired_on between $first_on and $as_of
),
payee as (
    select acquisition_id, payee_account_id as account_id,
        'the account named in the deed' as payee_reason, 0.35 as payee_score
    from acquisition
    where payee_account_id is not null
    union all
    select acquisition.acquisition_id, holder.account_id, role.payee_reason, 0.25 as payee_score
    from acquisition
    cross join lateral (values
        (acquisition.seller_party_id, 'an account of the seller'),
        (acquisition.intermediary_party_id, 'an account of the notary, dealer or agent')
    ) as role (party_id, payee_reason)
    join core.account_holder as holder
      on holder.party_id = role.party_id
     and holder.recorded_to is null
     and holder.account_id is distinct from acquisition.payee_account_id
),
payer as (
    -- accounts held by the acquirer; one account may have several holders
    select distinct acquisition.acquisition_id, holder.account_id
    from acquisition
    join core.account_holder as holder
      on holder.party_id = acquisition.acquirer_party_id
     and holder.recorded_to is null
)
select
    acquisition.acquisition_id,
    acquisition.asset_id,
    acquisition.acquirer_party_id,
    transfer.transaction_id, transfer.transaction_number,
    transfer.originator_account_id, transfer.originator_number,
    transfer.booked_epoch,
    transfer.amount_base_minor,
    acquisition.price_base_minor::bigint as price_base_minor,
    payer.account_id is not null as is_acquirer_paying,
    payee.payee_reason,
    payee.payee_score,
    abs(transfer.booked_epoch - acquisition.acquired_epoch) // 86400 as days_apart,
    acquisition.loan_base_minor > 0
        and payer.account_id is null
        and transfer.amount_base_minor between acquisition.loan_base_minor * 0.97
                                           and acquisition.loan_base_minor * 1.03 as is_loan_paying,
    acquisition.loan_base_minor::bigint as loan_base_minor,
    greatest(least(amount_base_minor, owed_base_minor)::double / greatest(amount_base_minor, owed_base_minor),
        least(amount_base_minor, price_base_minor)::double / greatest(amount_base_minor, price_base_minor)) as amount_ratio
from acquisition
join payee
  on payee.acquisition_id = acquisition.acquisition_id
join features.window_transfer as transfer
  on transfer.beneficiary_account_id = payee.account_id
 and transfer.originator_account_id is not null
 and transfer.amount_base_minor <= acquisition.price_base_minor * 1.03
 and transfer.amount_base_minor >= acquisition.price_base_minor * 0.02
 and transfer.booked_epoch between acquisition.acquired_epoch - $days_before * 86400
                               and acquisition.acquired_epoch + $days_after * 86400
left join payer
  on payer.acquisition_id = acquisition.acquisition_id
 and payer.account_id = transfer.originator_account_id
order by acquisition.acquisition_id, transfer.transaction_id, payee.payee_reason
