/*
grain = "one row per party, year and known source or use of money: the evidence of the means test"
columns_of = "trace/means_item"
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
