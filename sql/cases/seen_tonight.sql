/*
grain = "one row per transaction or asset that a case holds for the first time"

[parameters]
run_id = "night"
*/
with held as (
    select case_id, 'transaction' as kind, transaction_id as item_id
    from cases.case_transaction
    union all
    select case_id, 'asset', asset_id
    from cases.case_asset
)
select
    held.case_id,
    held.kind,
    held.item_id,
    $run_id as first_run_id
from held
left join cases.case_seen as seen
  on seen.case_id = held.case_id
 and seen.kind = held.kind
 and seen.item_id = held.item_id
where seen.case_id is null
order by held.case_id, held.kind, held.item_id
