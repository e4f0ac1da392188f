/*
grain = "one row per traced payment: where the way back begins"
*/
with ranked as (
    select
        payment.*,
        row_number() over (
            partition by acquisition_id order by match_score desc, amount_base_minor desc, transaction_id
        ) as place,
        sum(amount_base_minor) over (
            partition by acquisition_id order by match_score desc, amount_base_minor desc, transaction_id
            rows between unbounded preceding and current row
        ) as paid_so_far
    from trace.acquisition_payment as payment
)
select
    'T' || left(sha256(acquisition_id || '|' || transaction_id), 20) as trace_id,
    acquisition_id,
    asset_id,
    acquirer_party_id,
    transaction_id,
    transaction_number,
    originator_number as account_number,
    booked_epoch as latest_epoch,
    amount_base_minor,
    price_base_minor,
    match_score,
    match_reasons,
    is_acquirer_paying,
    0 as hop
from ranked
where place = 1 or paid_so_far <= price_base_minor * 1.03
order by trace_id
