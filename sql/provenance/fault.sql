/*
grain = "one row per fault of a rejected record, its reason taken apart"

[columns]
fault  = "what was wrong: a code of schemas/codelists/reject_reason.toml, or a check of schemas/expectations"
place  = "where: a column of the entity, or nothing where the whole record is meant"
detail = "the code that no list holds, or how many columns there were"
*/
-- Readers say kind:fault, casts column:fault(value), checks check:column, loading says the fault alone.
with reason as (
    select
        file_sha256,
        source_id,
        run_id,
        row_number,
        stage,
        record_text,
        unnest(string_split(reasons, ';')) as reason
    from landing.reject
),
parted as (
    select
        reason.*,
        split_part(reason, ':', case when stage = 'cast' then 2 else 1 end) as said,
        split_part(reason, ':', case when stage = 'cast' then 1 else 2 end) as other
    from reason
)
select
    file_sha256,
    source_id,
    run_id,
    row_number,
    stage,
    record_text,
    case
        when stage = 'read' and said = 'columns' then 'column_count'
        when stage = 'read' then replace(reason, ':', '_')
        else regexp_replace(said, '[(].*$', '')
    end as fault,
    case when stage <> 'read' then nullif(other, '') end as place,
    nullif(
        case
            when stage = 'read' and said = 'columns' then replace(other, '_', ' ')
            else regexp_extract(said, '[(](.*)[)]$', 1)
        end, ''
    ) as detail
from parted
