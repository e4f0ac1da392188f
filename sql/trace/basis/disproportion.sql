/*
title    = "the asset is out of proportion to known lawful means, which are not what paid for it"
settled_by = "tax administration: income and wealth declared for the missing years; bank of the person: what known income was used for"
*/
-- Disproportion is one of the circumstances from which a court may infer where the asset comes from. Means that would
-- have been enough speak against it where they can be what paid. Where the statements show that other money paid they
-- do not, and support nothing either: where the lawful income went is not known.
select
    assessed.asset_id,
    assessed.party_id,
    case
        when means.is_covered and not means.is_paid_from_elsewhere then 'contradicted'
        when not means.is_covered
            and means.income_year_count > 0
            and means.unpriced_count = 0
            and means.least_gap_base_minor >= $means_gap_minor then 'supported'
        else 'unknown'
    end as result,
    case
        when means.is_covered and means.is_paid_from_elsewhere
            then 'known means would cover the price, but every method carries '
                || (100 * assessed.traced_least_base_minor::hugeint // assessed.price_base_minor)
                || ' % of it or more from credits that are no known income; '
        else '' end
    || coalesce(means.told, 'neither income nor an acquisition of the person or household is known in the years examined')
        as explanation,
    coalesce(means.evidence, 'core.acquisition:' || assessed.acquisition_id) as evidence
from trace.assessed as assessed
left join trace.means_assessed as means
  on means.asset_id = assessed.asset_id
 and means.party_id = assessed.party_id
order by assessed.asset_id, assessed.party_id
