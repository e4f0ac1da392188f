/*
grain = "one row per registered acquisition and payment that may have paid for it, with how well it fits"

[columns]
acquisition_id    = "acquisition"
transaction_id    = "payment"
owed_base_minor   = "price less the loan that the deed names"
price_ratio       = "payment over price"
is_loan_paid      = "somebody else paid just what the deed says is borrowed"
is_loan_paying    = "this is that payment, and no instalment"
is_price_less_loan = "it is the price less the loan"
is_price          = "it is the price"
is_instalment     = "with the other payments of its account it is one of the two"
match_score       = "0 to 1: payee, payer, amount and date"
*/
with payment as (
    -- one account may be one to look at for two reasons
    select
        candidate.*,
        price_base_minor - loan_base_minor as owed_base_minor,
        deed_base_minor::double / price_base_minor as price_ratio,
        bool_or(is_loan_paying) over (partition by acquisition_id) as is_loan_paid
    from trace.acquisition_candidate as candidate
    qualify row_number() over (
        partition by acquisition_id, transaction_id order by payee_score desc, payee_reason
    ) = 1
),
measured as (
    select
        payment.*,
        deed_base_minor between owed_base_minor * 0.97 and owed_base_minor * 1.03 as is_price_less_loan,
        -- who paid the whole price as well would have paid too much
        price_ratio between 0.97 and 1.03 and not is_loan_paid as is_price,
        -- instalments: nobody else's payments add up to just the price
        count(*) over one_payer > 1
            and (sum(deed_base_minor) over one_payer between owed_base_minor * 0.97 and owed_base_minor * 1.03
                or sum(deed_base_minor) over one_payer
                    between price_base_minor * 0.97 and price_base_minor * 1.03) as is_instalment
    from payment
    window one_payer as (partition by acquisition_id, originator_account_id)
)
select
    -- instalments of one account are no loan, of whatever size
    measured.* replace (is_loan_paying and not is_instalment as is_loan_paying),
    payee_score
    + case when is_acquirer_paying then 0.30 else 0.10 end
    -- a part counts by how much of the price it is: most of it says more than a day nearer to the deed
    + case when is_price_less_loan or is_price or is_instalment then 0.25 else 0.10 + 0.10 * amount_ratio end
    + 0.10 * (1 - least(days_apart, $days_after)::double / $days_after) as match_score
from measured
order by acquisition_id, transaction_id
