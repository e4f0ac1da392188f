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
is_chosen         = "one of those that, best first, reach what the buyer had to pay: the price, less a loan that was paid straight to the seller; what another deed that it fits better needs is left to that one"
candidate_count   = "payments that may have paid for the acquisition, those left out among them"

[parameters.most_alternatives]
default = 10
unit    = "payments"
meaning = "payments kept for one acquisition beyond those that together reach its price: a busy payee has hundreds"
*/
with ranked as (
    select
        acquisition_match.*,
        case when is_loan_paid then owed_base_minor else price_base_minor end as to_pay_base_minor,
        count(*) over whole_deed as candidate_count,
        row_number() over best_first as place,
        -- a loan that is paid straight to the seller is no payment of the buyer
        row_number() over (
            partition by acquisition_id, is_loan_paying
            order by match_score desc, amount_base_minor desc, transaction_id
        ) as place_of_its_kind,
        sum(case when is_loan_paying then 0 else deed_base_minor end) over best_first as paid_so_far
    from trace.acquisition_match
    where match_score >= $minimum_score
    window
        whole_deed as (partition by acquisition_id),
        best_first as (
            partition by acquisition_id order by match_score desc, amount_base_minor desc, transaction_id
            rows between unbounded preceding and current row
        )
),
needed as (
    -- what a deed would need if all the payments were there for it alone
    select
        ranked.*,
        place_of_its_kind = 1
            or (not is_loan_paying
                and paid_so_far - deed_base_minor < to_pay_base_minor * 0.97
                and paid_so_far <= to_pay_base_minor * 1.03) as is_needed
    from ranked
),
free as (
    -- one sum is the price of one thing: a deed that others have paid leaves it to those that have need of it
    select
        needed.*,
        coalesce(
            match_score >= max(case when is_needed then match_score end) over (partition by transaction_id), true
        ) as is_free
    from needed
),
told as (
    select
        free.*,
        is_free and not is_loan_paying and (
            row_number() over (
                partition by acquisition_id, is_loan_paying, is_free
                order by match_score desc, amount_base_minor desc, transaction_id
            ) = 1
            or (sum(case when is_free and not is_loan_paying then deed_base_minor else 0 end) over best_first
                    - deed_base_minor < to_pay_base_minor * 0.97
                and sum(case when is_free and not is_loan_paying then deed_base_minor else 0 end) over best_first
                    <= to_pay_base_minor * 1.03)
        ) as is_chosen
    from free
    window best_first as (
        partition by acquisition_id order by match_score desc, amount_base_minor desc, transaction_id
        rows between unbounded preceding and current row
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
            when is_price then '; amount equals the price'
            when is_price_less_loan then '; amount equals the price less the loan'
            when is_instalment then '; amount equals the price with the other payments of that account'
            else '; amount is ' || round(100 * price_ratio)::bigint || ' % of the price'
        end
        || '; ' || days_apart || ' day(s) from the deed'
        || case
            when place > 1 or candidate_count > 1
                then '; number ' || place || ' of ' || candidate_count || ' payments that fit'
            else ''
        end as match_reasons,
    is_chosen,
    candidate_count
from told
where place <= $most_alternatives
   or is_chosen
order by acquisition_id, match_score desc, transaction_id
