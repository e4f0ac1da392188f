/*
grain = "one row per decision of staff that holds as recorded and says something"

[columns]
decision_id      = "hash of what the decision is about: case, status, day, scope"
case_id          = "case of the lead that it was taken on"
standing_case_id = "case that stands for it now: itself, or what it was merged into"
place            = "order of decisions: day, night of recording, file, row"
seen_run_id      = "night of the list that it looked at; not before the case was first seen"
suppressed_until = "last day of what is put to rest; null for other decisions"
is_lifted        = "a later decision about the same case, or the same scope, came in its place"

[parameters.rest_days]
default = 180
unit    = "days"
meaning = "a closed lead stays off the list so long where staff gave no day"
*/
with recursive successor as (
    select case_id, case_id as standing_case_id, 0 as step
    from cases."case"
    union all
    select successor.case_id, merged.successor_case_id, successor.step + 1
    from successor
    join cases."case" as merged
      on merged.case_id = successor.standing_case_id
    where merged.state = 'merged'
      and merged.successor_case_id is not null
      and successor.step < 100
),
standing as (
    select case_id, arg_max(standing_case_id, step) as standing_case_id
    from successor
    group by case_id
),
said as (
    select
        *,
        case when starts_with(lead_id, 'L-') then substr(lead_id, 3) else lead_id end as case_id,
        coalesce(scope_code, 'case') as scope
    from cases.disposition
    where recorded_to is null
      and status_code <> 'unfilled'
),
bare as (
    -- an apostrophe that a list put before a value for spreadsheets came back with it
    select
        * exclude (subject_id, payer_id, payee_id),
        case when starts_with(subject_id, '''') then substr(subject_id, 2) else subject_id end as subject_id,
        case when starts_with(payer_id, '''') then substr(payer_id, 2) else payer_id end as payer_id,
        case when starts_with(payee_id, '''') then substr(payee_id, 2) else payee_id end as payee_id
    from said
),
keyed as (
    select
        *,
        -- a decision of scope case is about its case, any other about its scope wherever it was taken
        case when scope = 'case' then case_id else concat_ws('|', scope, subject_id, detector_id, payer_id, payee_id) end as about,
        row_number() over (order by decided_on, recorded_from, file_sha256, row_number) as place
    from bare
)
select
    'D' || left(md5(concat_ws('|', keyed.case_id, keyed.status_code, keyed.decided_on::varchar, keyed.about)), 12) as decision_id,
    keyed.case_id,
    standing.standing_case_id,
    keyed.place,
    keyed.status_code,
    keyed.reason_code,
    keyed.scope as scope_code,
    keyed.subject_id,
    keyed.detector_id,
    keyed.payer_id,
    keyed.payee_id,
    keyed.decided_on,
    keyed.recorded_from,
    keyed.disseminated_to,
    keyed.value_frozen_minor,
    keyed.currency,
    keyed.minutes_spent,
    effect.effect,
    greatest(coalesce(keyed.listed_run_id, 'n' || strftime(keyed.decided_on, '%Y%m%d')), work_item.minted_run_id) as seen_run_id,
    case when effect.effect = 'rest' then coalesce(keyed.suppressed_until, keyed.decided_on + $rest_days::integer) end as suppressed_until,
    keyed.place < max(keyed.place) over (partition by keyed.about) as is_lifted
from keyed
join cases.disposition_effect as effect
  on effect.status_code = keyed.status_code
join cases."case" as work_item
  on work_item.case_id = keyed.case_id
join standing
  on standing.case_id = keyed.case_id
-- one lead may be written as lead and as case: the last said holds
qualify row_number() over (partition by decision_id order by keyed.place desc) = 1
order by keyed.place
