/*
grain   = "one row per declared income as the registers had and have it: core.declared_income, by the records of its parties that are kept"
is_view = true
*/
select
    coalesce(kept.party_id, declared_income.party_id) as party_id,
    declared_income.income_year,
    declared_income.income_kind,
    declared_income.amount_minor,
    declared_income.currency,
    declared_income.tax_paid_minor,
    declared_income.recorded_from,
    declared_income.recorded_to,
    declared_income.file_sha256,
    declared_income.row_number
from core.declared_income as declared_income
left join features.party_kept as kept on kept.record_id = declared_income.party_id
