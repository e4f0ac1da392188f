/*
grain = "one row per case and party, with the strongest of its roles: subject, holder, owner, counterparty"
*/
with case_alert as (
    select
        identity.case_id, alert.alert_id, alert.subject_type, alert.subject_id, alert.start_epoch, alert.end_epoch
    from cases.group_identity as identity
    join cases.group_alert as grouped
      on grouped.group_number = identity.group_number
    join detect.alert as alert
      on alert.alert_id = grouped.alert_id
),
holder as (
    -- who held it when: what was paid before or after is not theirs
    select account_id, party_id, valid_from, valid_to from features.account_holder where recorded_to is null
),
account_end as (
    select held.case_id, cited.originator_account_id as account_id, cited.booked_on
    from cases.case_transaction as held
    join cases.cited_transaction as cited
      on cited.transaction_id = held.transaction_id
    where held.case_id in (select case_id from cases.group_identity)
    union
    select held.case_id, cited.beneficiary_account_id, cited.booked_on
    from cases.case_transaction as held
    join cases.cited_transaction as cited
      on cited.transaction_id = held.transaction_id
    where held.case_id in (select case_id from cases.group_identity)
),
held_by as (
    -- once an alert and party, in however many roles
    select distinct case_alert.case_id, case_alert.alert_id, holder.party_id
    from case_alert
    join holder
      on holder.account_id = case_alert.subject_id
     and (holder.valid_from is null or epoch(holder.valid_from) <= case_alert.end_epoch)
     and (holder.valid_to is null or epoch(holder.valid_to) > case_alert.start_epoch)
    where case_alert.subject_type = 'account'
),
asset as (
    select case_id, asset_id, owner_party_id, acquisition_id
    from cases.case_asset
    where case_id in (select case_id from cases.group_identity)
),
found as (
    select case_id, subject_id as party_id, 1 as strength, 1 as alert_count
    from case_alert
    where subject_type = 'party'
    union all
    select case_id, party_id, 2, 1 from held_by
    union all
    select asset.case_id, ownership.party_id, 3, 0
    from asset
    join features.ownership as ownership
      on ownership.asset_id = asset.asset_id and ownership.recorded_to is null
    union all
    select asset.case_id, acquired.acquirer_party_id, 3, 0
    from asset
    join features.acquisition as acquired
      on acquired.acquisition_id = asset.acquisition_id and acquired.recorded_to is null
    union all
    select account_end.case_id, holder.party_id, 4, 0
    from account_end
    join holder
      on holder.account_id = account_end.account_id
     and (holder.valid_from is null or holder.valid_from <= account_end.booked_on)
     and (holder.valid_to is null or holder.valid_to > account_end.booked_on)
    where account_end.account_id not in (select account_id from features.service_hub)
)
select
    case_id,
    party_id,
    case min(strength)
        when 1 then 'subject'
        when 2 then 'holder'
        when 3 then 'owner'
        else 'counterparty'
    end as role,
    sum(alert_count)::bigint as alert_count
from found
where party_id is not null
group by case_id, party_id
order by case_id, party_id
