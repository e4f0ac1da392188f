/*
title    = "proceedings begun and stopped by illness, absconding, death or limitation"
settled_by = "prosecution service"
*/
-- A conviction is about what was done before it. Where the value came in later, it may be of another matter.
select
    assessed.asset_id,
    assessed.party_id,
    case
        when count(proceeding.proceeding_id) filter (
            proceeding.proceeding_type = 'stopped'
            and proceeding.stop_reason in ('illness', 'absconding', 'death', 'limitation')
        ) > 0 then 'supported'
        when count(proceeding.proceeding_id) filter (
            proceeding.proceeding_type = 'conviction'
            and coalesce(proceeding.decided_on >= assessed.first_credit_on, true)
        ) > 0 then 'contradicted'
        else 'unknown'
    end as result,
    case
        when count(proceeding.proceeding_id) = 0 then 'no proceeding about the person is known here'
        else 'proceedings known: '
            || string_agg(
                proceeding.proceeding_type || coalesce(' (' || proceeding.stop_reason || ')', ''),
                ', ' order by proceeding.proceeding_id
            )
            || case
                when bool_or(proceeding.proceeding_type = 'conviction' and proceeding.decided_on < assessed.first_credit_on)
                    then '; a conviction from before the value came in may concern another matter'
                else ''
            end
    end as explanation,
    string_agg('core.proceeding:' || proceeding.proceeding_id, ';' order by proceeding.proceeding_id)
        as evidence
from trace.assessed as assessed
left join features.proceeding as proceeding
  on proceeding.party_id = assessed.party_id
 and coalesce(proceeding.decided_on, proceeding.opened_on, $as_of) <= $as_of
group by assessed.asset_id, assessed.party_id
order by assessed.asset_id, assessed.party_id
