/*
grain = "one row per labelled scheme and transaction that was loaded"

[columns]
scheme_key  = "feed and scheme"
scheme_kind = "shape or typology as the feed names it; unnamed where it names none"
*/
select
    label.source_id || '/' || label.scheme_id as scheme_key,
    coalesce(label.scheme_kind, 'unnamed') as scheme_kind,
    label.is_innocent,
    label.subject_id as transaction_id,
    movement.originator_account_id,
    movement.beneficiary_account_id
from evaluation.label as label
join core."transaction" as movement
  on movement.transaction_id = label.subject_id
where label.subject_type = 'transaction'
order by scheme_key, transaction_id
