/*
grain = "one row per thing held, natural person and means by which the person controls it; never a share"

[columns]
held_id   = "asset or company"
person_id = "natural person"
means     = "votes (more than half at every step), appointment (directs a company on the way), nominee, other"
steps     = "steps from the thing to the person"
evidence  = "rows that say so, joined by semicolons"
*/
select
    controller.held_id,
    controller.person_id,
    controller.means,
    controller.steps,
    controller.evidence
from trace.controller as controller
order by controller.held_id, controller.person_id, controller.means
