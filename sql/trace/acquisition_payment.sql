/*
grain = "one row per registered acquisition and payment that may have paid for it"

[columns]
acquisition_id    = "acquisition"
asset_id          = "asset acquired"
acquirer_party_id = "party that acquired it"
transaction_id    = "payment"
transaction_number = "number of the payment in the window"
originator_account_id = "account that paid"
originator_number = "number of that account"
booked_epoch      = "time of the payment, seconds UTC"
amount_base_minor = "payment, base minor units"
price_base_minor  = "price of the deed, base minor units"
is_acquirer_paying = "the account that paid is held by the acquirer"
is_loan_paying    = "somebody else pays just what the deed says is borrowed: the loan, not the buyer"
match_score       = "0 to 1: payee, payer, amount and date"
match_reasons     = "what agrees and what differs"
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
            // (2 * rate.denominator::hugeint) as loan_base_minor
    from core.acquisition as acquired
    join core.fx_daily as rate
      on rate.currency = acquired.currency
     and rate.rated_on = acquired.acquired_on
    where acquired.recorded_to is null
      and acquired.price_minor > 0
      and acquired.acquired_on between $first_on and $as_of
),
payee as (
    select
        acquisition_id,
        payee_account_id as account_id,
        'the account named in the deed' as payee_reason,
        0.35 as payee_score
    from acquisition
    where payee_account_id is not null
    union all
    select
        acquisition.acquisition_id,
        holder.account_id,
        'an account of the seller' as payee_reason,
        0.25 as payee_score
    from acquisition
    join core.account_holder as holder
      on holder.party_id = acquisition.seller_party_id
     and holder.recorded_to is null
     and holder.account_id is distinct from acquisition.payee_account_id
    union all
    select
        acquisition.acquisition_id,
        holder.account_id,
        'an account of the notary, dealer or agent' as payee_reason,
        0.25 as payee_score
    from acquisition
    join core.account_holder as holder
      on holder.party_id = acquisition.intermediary_party_id
     and holder.recorded_to is null
     and holder.account_id is distinct from acquisition.payee_account_id
),
payer as (
    -- accounts held by the acquirer; one account may have several holders
    select distinct
        acquisition.acquisition_id,
        holder.account_id
    from acquisition
    join core.account_holder as holder
      on holder.party_id = acquisition.acquirer_party_id
     and holder.recorded_to is null
),
candidate as (
    select
        acquisition.acquisition_id,
        acquisition.asset_id,
        acquisition.acquirer_party_id,
        transfer.transaction_id,
        transfer.transaction_number,
        transfer.originator_account_id,
        transfer.originator_number,
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
        transfer.amount_base_minor::double
            / greatest(acquisition.price_base_minor - acquisition.loan_base_minor, 1)::double as paid_ratio,
        transfer.amount_base_minor::double
            / acquisition.price_base_minor::double as price_ratio
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
),
scored as (
    select
        candidate.*,
        payee_score
        + case when is_acquirer_paying then 0.30 else 0.10 end
        + case
            when paid_ratio between 0.97 and 1.03 or price_ratio between 0.97 and 1.03 then 0.25
            else 0.15
        end
        + 0.10 * (1 - least(days_apart, $days_after)::double / $days_after) as match_score
    from candidate
)
select
    acquisition_id,
    asset_id,
    acquirer_party_id,
    transaction_id,
    transaction_number,
    originator_account_id,
    originator_number,
    booked_epoch,
    amount_base_minor,
    price_base_minor,
    is_acquirer_paying,
    is_loan_paying,
    match_score,
    'paid to ' || payee_reason
        || case
            when is_acquirer_paying then '; from an account of the acquirer'
            when is_loan_paying then '; the amount that the deed says is borrowed, from another account'
            else '; from an account that is not the acquirer''s'
        end
        || case
            when paid_ratio between 0.97 and 1.03 and price_ratio not between 0.97 and 1.03
                then '; amount equals the price less the loan'
            when price_ratio between 0.97 and 1.03 then '; amount equals the price'
            else '; amount is ' || round(100 * price_ratio)::bigint || ' % of the price'
        end
        || '; ' || days_apart || ' day(s) from the deed' as match_reasons
from scored
where match_score >= $minimum_score
qualify row_number() over (
    partition by acquisition_id, transaction_id order by match_score desc, payee_reason
) = 1
order by acquisition_id, match_score desc, transaction_id
