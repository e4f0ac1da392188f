/*
title    = "acquisitions at cost exceed the known lawful means of the same years"
settled_by = "tax administration: income and wealth declared for the missing years"
*/
-- Whether known means would have been enough; whether they were what paid is asked in disproportion.sql.
select
    assessed.asset_id,
    assessed.party_id,
    case
        when means.is_covered then 'contradicted'
        when means.income_year_count > 0
            and means.unpriced_count = 0
            and means.least_gap_base_minor >= $means_gap_minor then 'supported'
        else 'unknown'
    end as result,
    coalesce(means.told, 'neither income nor an acquisition of the person or household is known in the years examined')
        as explanation,
    coalesce(means.evidence, 'core.acquisition:' || assessed.acquisition_id) as evidence
from trace.assessed as assessed
left join trace.means_assessed as means
  on means.asset_id = assessed.asset_id
 and means.party_id = assessed.party_id
order by assessed.asset_id, assessed.party_id
