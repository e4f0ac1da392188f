/*
grain = "one row per detector, subject, episode and transaction: tonight's evidence before it is folded"
*/
select
    cast(null as varchar) as detector_id,
    cast(null as varchar) as subject_id,
    cast(null as bigint) as start_epoch,
    cast(null as bigint) as end_epoch,
    cast(null as varchar) as transaction_id,
    cast(null as varchar) as role,
    cast(null as varchar) as note,
    cast(null as double) as measured,
    cast(null as double) as threshold,
    cast(null as varchar) as tier,
    cast(null as double) as score
where false
