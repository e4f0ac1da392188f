/*
grain = "one row per detector of tonight: what its alerts say of it"
*/
select
    cast(null as varchar) as detector_id,
    cast(null as bigint) as detector_version,
    cast(null as varchar) as title,
    cast(null as varchar) as typology,
    cast(null as varchar) as severity,
    cast(null as varchar) as tier,
    cast(null as varchar) as subject_type,
    cast(null as varchar) as threshold_unit,
    cast(null as varchar) as threshold_meaning
where false
