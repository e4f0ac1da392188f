/*
grain = "one row per registered acquisition and payment that may have paid for it: as many, best first, as together reach the price, and the best alternatives"

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
candidate_count   = "payments that may have paid for the acquisition, those left out among them"

[parameters.most_alternatives]
default = 10
unit    = "payments"
meaning = "payments kept for one acquisition beyond those that together reach its price: a busy payee has hundreds"
*/
with scored as (
    select
        candidate.*,
        payee_score
        + case when is_acquirer_paying then 0.30 else 0.10 end
        + case
            when paid_ratio between 0.97 and 1.03 or price_ratio between 0.97 and 1.03 then 0.25
            else 0.15
        end
        + 0.10 * (1 - least(days_apart, $days_after)::double / $days_after) as match_score
    from trace.acquisition_candidate as candidate
),
matched as (
    select *
    from scored
    where match_score >= $minimum_score
    qualify row_number() over (
        partition by acquisition_id, transaction_id order by match_score desc, payee_reason
    ) = 1
),
ranked as (
    select
        matched.*,
        count(*) over (partition by acquisition_id) as candidate_count,
        row_number() over (best_first) as place,
        sum(case when is_loan_paying then 0 else amount_base_minor end) over (
            best_first rows between unbounded preceding and current row
        ) as paid_so_far
    from matched
    window best_first as (
        partition by acquisition_id order by match_score desc, amount_base_minor desc, transaction_id
    )
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
        || '; ' || days_apart || ' day(s) from the deed'
        || case
            when place > 1 or candidate_count > 1
                then '; number ' || place || ' of ' || candidate_count || ' payments that fit'
            else ''
        end as match_reasons,
    candidate_count
from ranked
where place <= $most_alternatives
   or paid_so_far <= price_base_minor * 1.03
order by acquisition_id, match_score desc, transaction_id
