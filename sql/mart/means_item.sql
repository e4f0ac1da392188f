/*
grain = "one row per party, year and known source or use of money: the evidence of the means test"

[columns]
party_id          = "party, the record that is kept"
household_id      = "household of a person; the party itself where none is known"
item_year         = "calendar year"
side              = "source or use"
kind              = "income and its kind, regular_credit, loan_principal, asset_sold, acquisition, loan_repaid, spending"
amount_base_minor = "amount, base minor units; assets at cost, never revalued"
cost_base_minor   = "for an asset sold: what it had cost, where a deed says so; null elsewhere"
evidence          = "row that says so"
*/
select
    means_item.party_id,
    means_item.household_id,
    means_item.item_year,
    means_item.side,
    means_item.kind,
    means_item.amount_base_minor,
    means_item.cost_base_minor,
    means_item.evidence
from trace.means_item as means_item
order by means_item.party_id, means_item.item_year, means_item.side, means_item.kind, means_item.evidence
