/*
grain = "one row per person or household with an acquisition in the years examined, or that conditions of a traced asset are about, and method; the two methods are never added"
columns_of = "trace/means_test"
*/
select
    means_test.unit_kind,
    means_test.unit_id,
    means_test.method,
    means_test.first_year,
    means_test.last_year,
    means_test.income_year_count,
    means_test.missing_year_count,
    means_test.income_base_minor,
    means_test.loan_base_minor,
    means_test.sold_base_minor,
    means_test.acquired_base_minor,
    means_test.repaid_base_minor,
    means_test.spent_base_minor,
    means_test.living_base_minor,
    means_test.allowance_base_minor,
    means_test.gap_minimum_base_minor,
    means_test.gap_maximum_base_minor,
    means_test.unpriced_count,
    means_test.evidence
from trace.means_test as means_test
order by means_test.unit_kind, means_test.unit_id, means_test.method
