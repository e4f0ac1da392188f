/*
title    = "whoever transferred or paid for the asset is a suspected, accused or convicted person"
settled_by = "prosecution service; criminal records office"
*/
with transferor as (
    select
        assessed.asset_id,
        assessed.party_id,
        traced.acquirer_party_id as transferor_id
    from trace.assessed as assessed
    join features.acquisition as traced
      on traced.acquisition_id = assessed.traced_acquisition_id
     and traced.recorded_to is null
    where traced.acquirer_party_id <> assessed.party_id
    union
    select
        assessed.asset_id,
        assessed.party_id,
        holder.party_id
    from trace.assessed as assessed
    join trace.asset_trace as traced
      on traced.asset_id = assessed.asset_id
    join trace.acquisition_payment as payment
      on payment.transaction_id = traced.transaction_id
     and payment.acquisition_id = traced.acquisition_id
    join features.account_holder as holder
      on holder.account_id = payment.originator_account_id
     and holder.recorded_to is null
    where holder.party_id <> assessed.party_id
)
select
    assessed.asset_id,
    assessed.party_id,
    case
        when count(proceeding.proceeding_id) filter (
            proceeding.proceeding_type in ('investigation', 'indictment', 'trial', 'conviction', 'stopped')
        ) > 0 then 'supported'
        when count(transferor.transferor_id) > 0
            -- one from before the value came in may be of another matter
            and count(distinct transferor.transferor_id) filter (
                proceeding.proceeding_type = 'acquittal'
                and coalesce(proceeding.decided_on >= assessed.first_credit_on, true)
            ) = count(distinct transferor.transferor_id) then 'contradicted'
        else 'unknown'
    end as result,
    case
        when count(transferor.transferor_id) = 0 then 'nobody else bought or paid for it'
        when count(proceeding.proceeding_id) = 0
            then 'no proceeding about whoever bought or paid for it is known here'
        else 'proceedings about whoever bought or paid for it: '
            || string_agg(distinct proceeding.proceeding_type, ', ' order by proceeding.proceeding_type)
            || case
                when bool_or(proceeding.proceeding_type = 'acquittal' and proceeding.decided_on < assessed.first_credit_on)
                    then '; an acquittal from before the value came in may concern another matter'
                else ''
            end
    end as explanation,
    coalesce(
        string_agg(distinct 'core.proceeding:' || proceeding.proceeding_id, ';'
            order by 'core.proceeding:' || proceeding.proceeding_id),
        'core.acquisition:' || min(assessed.traced_acquisition_id)
    ) as evidence
from trace.assessed as assessed
left join transferor
  on transferor.asset_id = assessed.asset_id
 and transferor.party_id = assessed.party_id
left join features.proceeding as proceeding
  on proceeding.party_id = transferor.transferor_id
 -- an acquittal counts from its decision on, the rest from when it began
 and coalesce(case when proceeding.proceeding_type = 'acquittal' then proceeding.decided_on end,
    proceeding.opened_on, proceeding.decided_on, $as_of) <= $as_of
group by assessed.asset_id, assessed.party_id
order by assessed.asset_id, assessed.party_id
