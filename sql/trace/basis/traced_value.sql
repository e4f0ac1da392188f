/*
title    = "value of cited transactions is traced into the price of the asset"
settled_by = "account statements of the accounts before the first cited transaction"
*/
select
    asset_id,
    party_id,
    case
        when role = 'payer' and traced_most_base_minor > 0 then 'unknown'
        when is_explained and traced_most_base_minor > 0 then 'unknown'
        when traced_least_base_minor > 0 then 'supported'
        when traced_most_base_minor > 0 then 'unknown'
        else 'contradicted'
    end as result,
    case
        when role = 'payer' and traced_most_base_minor > 0 then 'money of the person paid for it, and the registers name others'
        when is_explained and traced_most_base_minor > 0
            then 'value is carried into the price, and a lawful source of the price is on record'
        when traced_least_base_minor > 0 then 'every tracing method carries value into the price'
        when traced_most_base_minor > 0 then 'some tracing methods carry value into the price, others do not'
        else 'no tracing method carries value into the price'
    end as explanation,
    'core.acquisition:' || acquisition_id as evidence
from trace.assessed
order by asset_id, party_id
