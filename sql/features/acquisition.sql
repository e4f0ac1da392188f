/*
grain   = "one row per deed as the registers had and have it: core.acquisition, by the records of its parties that are kept"
is_view = true
*/
select
    acquisition.acquisition_id,
    acquisition.asset_id,
    coalesce(acquirer.party_id, acquisition.acquirer_party_id) as acquirer_party_id,
    coalesce(seller.party_id, acquisition.seller_party_id) as seller_party_id,
    acquisition.payee_account_id,
    coalesce(intermediary.party_id, acquisition.intermediary_party_id) as intermediary_party_id,
    acquisition.acquired_on,
    acquisition.price_minor,
    acquisition.currency,
    acquisition.market_value_minor,
    acquisition.financing_code,
    acquisition.loan_minor,
    acquisition.recorded_from,
    acquisition.recorded_to,
    acquisition.file_sha256,
    acquisition.row_number
from core.acquisition as acquisition
left join features.party_kept as acquirer on acquirer.record_id = acquisition.acquirer_party_id
left join features.party_kept as seller on seller.record_id = acquisition.seller_party_id
left join features.party_kept as intermediary on intermediary.record_id = acquisition.intermediary_party_id
