/*
grain = "the finished night of a date, or no row"

[parameters]
as_of = "date of the night"
*/
select run_id
from meta.run
where state = 'finished'
  and as_of = $as_of
