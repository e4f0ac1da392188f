/*
grain = "one row per case and asset: assets that cited money was traced into, and assets acquired by a party that an alert is about, within the days"

[parameters.subject_asset_days]
default = 365
unit    = "days"
meaning = "longest time between an acquisition and an alert about the party that acquired, for the asset to be shown"
*/
with by_payment as (
    select case_id, asset_id, min(acquisition_id) as acquisition_id, transaction_id, method,
        bool_or(is_headline) as is_headline, min(match_reasons) as match_reasons,
        min(traced_base_minor) as least_base_minor, max(traced_base_minor) as most_base_minor
    from cases.case_asset_trace
    group by case_id, asset_id, transaction_id, method
),
by_method as (
    -- a method is followed through all payments of an asset: sums of several methods are none's
    select case_id, asset_id, min(acquisition_id) as acquisition_id, method,
        bool_or(is_headline) as is_headline, min(match_reasons) as match_reasons, count(*) as payment_count,
        sum(least_base_minor) as least_base_minor, sum(most_base_minor) as most_base_minor
    from by_payment
    group by case_id, asset_id, method
),
owner as (
    select
        asset_id,
        min(party_id) as owner_party_id
    from features.ownership
    where recorded_to is null
      and interest_type not in ('beneficial', 'usufruct')
    group by asset_id
),
of_subject as (
    select
        identity.case_id,
        acquired.asset_id,
        min(acquired.acquisition_id) as acquisition_id,
        'acquired on ' || min(acquired.acquired_on) || ' by a party that an alert is about; '
            || 'no money traced into it' as link_reason
    from cases.group_identity as identity
    join cases.group_alert as grouped
      on grouped.group_number = identity.group_number
    join detect.alert as alert
      on alert.alert_id = grouped.alert_id
     and alert.subject_type = 'party'
    join features.acquisition as acquired
      on acquired.acquirer_party_id = alert.subject_id
     and acquired.recorded_to is null
     and epoch(acquired.acquired_on) between alert.start_epoch - $subject_asset_days * 86400
                                         and alert.end_epoch + $subject_asset_days * 86400
    group by identity.case_id, acquired.asset_id
),
traced as (
    select
        case_id,
        asset_id,
        min(acquisition_id) as acquisition_id,
        'cited money traced into ' || max(payment_count) || ' payment(s) matched to the acquisition: '
            || min(match_reasons) as link_reason,
        min(least_base_minor)::bigint as traced_minimum_base_minor,
        max(most_base_minor)::bigint as traced_maximum_base_minor,
        max(most_base_minor) filter (where is_headline)::bigint as traced_headline_base_minor,
        min(method) filter (where is_headline) as headline_method
    from by_method
    group by case_id, asset_id
)
select
    coalesce(traced.case_id, of_subject.case_id) as case_id,
    coalesce(traced.asset_id, of_subject.asset_id) as asset_id,
    owner.owner_party_id,
    coalesce(traced.acquisition_id, of_subject.acquisition_id) as acquisition_id,
    coalesce(traced.link_reason, of_subject.link_reason) as link_reason,
    traced.traced_minimum_base_minor,
    traced.traced_maximum_base_minor,
    traced.traced_headline_base_minor,
    traced.headline_method
from traced
full outer join of_subject
  on of_subject.case_id = traced.case_id
 and of_subject.asset_id = traced.asset_id
left join owner
  on owner.asset_id = coalesce(traced.asset_id, of_subject.asset_id)
order by case_id, asset_id
