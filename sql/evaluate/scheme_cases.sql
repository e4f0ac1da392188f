/*
grain = "one row: how schemes and cases fall together; `scheme_row` holds the schemes, of which transactions labelled alone are none"

[columns]
schemes_in_cases   = "schemes with a transaction in some case"
schemes_in_one     = "of these, schemes in exactly one case"
most_cases         = "most cases that one scheme falls into"
cases_with_schemes = "cases that hold a scheme's transaction"
cases_with_one     = "of these, cases that hold exactly one scheme"
most_schemes       = "most schemes that one case holds"
*/
with attempt as (
    select scheme_key
    from scheme_row
    where not is_innocent
    group by scheme_key
    having count(*) > 1
        or min(scheme_kind) <> 'unnamed'
),
pair as (
    select
        scheme_row.scheme_key,
        case_transaction.case_id
    from scheme_row
    join attempt
      on attempt.scheme_key = scheme_row.scheme_key
    join cases.case_transaction as case_transaction
      on case_transaction.transaction_id = scheme_row.transaction_id
    join cases."case" as work_item
      on work_item.case_id = case_transaction.case_id
     and work_item.state = 'open'
    group by scheme_row.scheme_key, case_transaction.case_id
),
scheme as (
    select
        scheme_key,
        count(*) as case_count
    from pair
    group by scheme_key
),
held as (
    select
        case_id,
        count(*) as scheme_count
    from pair
    group by case_id
)
select
    (select count(*) from scheme) as schemes_in_cases,
    (select count(*) from scheme where case_count = 1) as schemes_in_one,
    (select coalesce(avg(case_count), 0) from scheme) as mean_cases,
    (select coalesce(max(case_count), 0) from scheme) as most_cases,
    (select count(*) from cases."case" where state = 'open') as case_count,
    (select count(*) from held) as cases_with_schemes,
    (select count(*) from held where scheme_count = 1) as cases_with_one,
    (select coalesce(avg(scheme_count), 0) from held) as mean_schemes,
    (select coalesce(max(scheme_count), 0) from held) as most_schemes
