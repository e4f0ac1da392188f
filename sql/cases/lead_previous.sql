/*
grain = "one row per case: its lead of the last night before tonight"

[parameters]
run_id = "night"
*/
with ordered as (
    select
        case_id,
        content_hash,
        alert_count,
        transaction_count,
        party_count,
        asset_count,
        band_urgency,
        band_basis,
        band_value,
        band_harm,
        band_confidence,
        band_novelty,
        row_number() over (partition by case_id order by run_id desc) as place
    from cases.lead
    where run_id < $run_id
)
select
    case_id,
    content_hash,
    alert_count,
    transaction_count,
    party_count,
    asset_count,
    band_urgency,
    band_basis,
    band_value,
    band_harm,
    band_confidence,
    band_novelty as band_novelty_before
from ordered
where place = 1
order by case_id
