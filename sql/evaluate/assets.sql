/*
grain = "one row per innocence: labelled assets, and how many of them stand in a case"
*/
select
    label.is_innocent,
    count(*) as asset_count,
    count(*) filter (where label.subject_id in (select asset_id from cases.case_asset)) as in_case_count
from evaluation.label as label
where label.subject_type = 'asset'
group by label.is_innocent
order by label.is_innocent
