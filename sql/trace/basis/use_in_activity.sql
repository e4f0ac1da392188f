/*
title    = "the asset served an unlawful activity"
settled_by = "criminal investigation; inspection of the asset; running costs and users of the register"
*/
-- Shares are a company: what it did is in proceedings against it and on its accounts.
with judged as (
    select
        company.asset_id,
        bool_or(proceeding.proceeding_type = 'conviction') as is_convicted,
        bool_or(proceeding.proceeding_type = 'acquittal') as is_acquitted,
        string_agg(distinct proceeding.proceeding_type, ', ' order by proceeding.proceeding_type) as kinds,
        string_agg('core.proceeding:' || proceeding.proceeding_id, ';' order by proceeding.proceeding_id)
            as evidence
    from features.share_company as company
    join features.proceeding as proceeding
      on proceeding.party_id = company.company_party_id
     and coalesce(proceeding.decided_on, proceeding.opened_on, $as_of) <= $as_of
    group by company.asset_id
),
watched as (
    -- an account that only moved otherwise than before says nothing of use
    select company.asset_id, count(distinct alert.alert_id) as alert_count
    from features.share_company as company
    join features.account_holder as holder
      on holder.party_id = company.company_party_id
     and holder.role = 'owner'
     and holder.recorded_to is null
    join detect.alert as alert
      on alert.subject_type = 'account'
     and alert.subject_id = holder.account_id
     and alert.state <> 'withdrawn'
     and alert.typology not in ('anomaly', 'volume_spike', 'dormant_account')
    group by company.asset_id
)
select
    assessed.asset_id,
    assessed.party_id,
    case
        when judged.is_convicted then 'supported'
        when judged.is_acquitted then 'contradicted'
        else 'unknown'
    end as result,
    case
        when judged.asset_id is not null then 'proceedings known against the company itself: ' || judged.kinds
        else 'payments say where the price came from, not what the asset was used for'
    end
    || case
        when watched.alert_count > 0
            then '; alert(s) about accounts of the company itself: ' || watched.alert_count
        else ''
    end as explanation,
    coalesce(judged.evidence, assessed.evidence) as evidence
from trace.assessed as assessed
left join judged on judged.asset_id = assessed.asset_id
left join watched on watched.asset_id = assessed.asset_id
order by assessed.asset_id, assessed.party_id
