/*
title    = "the transfer came after, or shortly before, a proceeding about whoever transferred it began"
settled_by = "prosecution service: date on which the person learnt of the proceeding"
*/
select
    assessed.asset_id,
    assessed.party_id,
    case
        when min(proceeding.opened_on) is null then 'unknown'
        when assessed.acquired_on >= min(proceeding.opened_on) - $trigger_window_days then 'supported'
        else 'contradicted'
    end as result,
    case
        when assessed.seller_party_id is null then 'who transferred it is not known'
        when min(proceeding.opened_on) is null then 'no proceeding about whoever transferred it is known here'
        when assessed.acquired_on >= min(proceeding.opened_on)
            then 'acquired ' || (assessed.acquired_on - min(proceeding.opened_on))
                || ' day(s) after the first proceeding about whoever transferred it began'
        else 'acquired ' || (min(proceeding.opened_on) - assessed.acquired_on)
            || ' day(s) before the first proceeding about whoever transferred it began'
    end as explanation,
    coalesce(min_by('core.proceeding:' || proceeding.proceeding_id, row(proceeding.opened_on, proceeding.proceeding_id)),
        'core.acquisition:' || assessed.acquisition_id) as evidence
from trace.assessed as assessed
left join features.proceeding as proceeding
  on proceeding.party_id = assessed.seller_party_id
 and proceeding.opened_on <= $as_of
 and proceeding.proceeding_type in ('investigation', 'indictment', 'trial', 'conviction', 'stopped')
group by assessed.asset_id, assessed.party_id, assessed.seller_party_id, assessed.acquired_on, assessed.acquisition_id
order by assessed.asset_id, assessed.party_id
