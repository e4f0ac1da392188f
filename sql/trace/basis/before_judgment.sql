/*
title    = "the credits that were followed came in before the offence was judged, or the proceeding was stopped"
settled_by = "court file: the offence, its time, and what it brought"
*/
-- A judgment is about what was done before it. Money that came later may be what the offence brought, kept elsewhere
-- until then, or have nothing to do with it: the dates alone do not tell, and contradict nothing.
with judged as (
    -- several proceedings: the latest, since its offence may be the one
    select
        assessed.asset_id,
        assessed.party_id,
        count(proceeding.proceeding_id) as proceeding_count,
        max(proceeding.decided_on) as judged_on,
        max_by(coalesce(proceeding.offence_code, 'offence not known'), row(proceeding.decided_on, proceeding.proceeding_id))
            as offence_code,
        string_agg('core.proceeding:' || proceeding.proceeding_id, ';' order by proceeding.proceeding_id) as evidence
    from trace.assessed as assessed
    left join features.proceeding as proceeding
      on proceeding.party_id = assessed.party_id
     and proceeding.proceeding_type in ('conviction', 'stopped')
     and coalesce(proceeding.decided_on, proceeding.opened_on, $as_of) <= $as_of
    group by assessed.asset_id, assessed.party_id
)
select
    assessed.asset_id,
    assessed.party_id,
    case when assessed.first_credit_on <= judged.judged_on then 'supported' else 'unknown' end as result,
    case
        when judged.proceeding_count = 0 then 'no offence of the person has been judged, as far as is known here'
        when judged.judged_on is null then 'when it was judged is not known here'
        when assessed.first_credit_on is null then 'when the value came in is not known here'
        when assessed.first_credit_on <= judged.judged_on
            then 'the first credit is of ' || assessed.first_credit_on || ', the judgment of ' || judged.judged_on || ' ('
                || judged.offence_code || ')'
        else 'the first credit is of ' || assessed.first_credit_on || ', ' || (assessed.first_credit_on - judged.judged_on)
            || ' day(s) after the last judgment (' || judged.offence_code || ')'
    end as explanation,
    coalesce(judged.evidence, assessed.evidence) as evidence
from trace.assessed as assessed
join judged
  on judged.asset_id = assessed.asset_id
 and judged.party_id = assessed.party_id
order by assessed.asset_id, assessed.party_id
