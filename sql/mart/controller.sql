/*
grain = "one row per thing held, natural person and means by which the person controls it; never a share"
columns_of = "trace/controller"
*/
select
    controller.held_id,
    controller.person_id,
    controller.means,
    controller.steps,
    controller.evidence
from trace.controller as controller
order by controller.held_id, controller.person_id, controller.means
