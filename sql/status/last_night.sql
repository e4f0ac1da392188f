/*
grain = "the last finished night, or no row"
*/
select
    as_of,
    run_id
from meta.run
where state = 'finished'
order by as_of desc
limit 1
