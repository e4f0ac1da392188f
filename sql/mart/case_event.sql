/*
grain = "one row per night, case and event of its identity"

[columns]
run_id        = "night"
case_id       = "case"
event         = "minted, split, parted, merged, absorbed, moved, received, dropped, aged, reopened, withdrawn, corrected, decided, suppressed, suppression_ended, suppression_expired, suppression_lifted"
other_case_id = "case it was split from or merged into, that holds alerts of it now, or, when minted, the one that holds most of the same transactions"
detail        = "what happened, in words"
*/
select
    event.run_id,
    event.case_id,
    event.event,
    event.other_case_id,
    event.detail
from cases.lead_event as event
order by event.run_id, event.case_id, event.event
