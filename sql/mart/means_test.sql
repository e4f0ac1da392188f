/*
grain = "one row per person or household with an acquisition in the years examined, or that conditions of a traced asset are about, and method; the two methods are never added"

[columns]
unit_kind              = "person (or organisation), or household: its members counted together, once"
unit_id                = "party or household"
method                 = "source_and_application (uses less sources) or net_worth (rise of net worth at cost less lawful income)"
first_year             = "first year examined"
last_year              = "last year examined"
income_year_count      = "years with a known lawful income"
missing_year_count     = "years without one; the running year counts by its part"
income_base_minor      = "known lawful income net of tax and explained sources, base minor units"
loan_base_minor        = "loan principal received"
sold_base_minor        = "assets sold: at the price for sources, at cost for net worth"
acquired_base_minor    = "acquisitions at cost"
repaid_base_minor      = "loan repayments seen on the accounts"
spent_base_minor       = "living costs and the like seen on the accounts"
living_base_minor      = "most that was spent beside, unseen: a part of the known income less what was seen"
allowance_base_minor   = "most that opening wealth, cash and the missing years may explain, by the known yearly income"
gap_minimum_base_minor = "smallest gap: everything unknown explains as much as it may"
gap_maximum_base_minor = "largest gap: nothing unknown explains anything, and part of the income was lived on"
unpriced_count         = "items without a known rate or amount; they widen the result to unknown"
evidence               = "rows that say so, joined by semicolons, largest first, at most twenty"
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
