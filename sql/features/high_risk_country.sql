/*
grain = "one row per country of the window that the profile lists as high risk"

[columns]
country_code = "ISO 3166-1 alpha-2"
*/
with crossed as (
    select originator_country_code as country_code
    from features.window_transfer
    group by originator_country_code
    union all
    select beneficiary_country_code as country_code
    from features.window_transfer
    group by beneficiary_country_code
)
select country_code
from crossed
where country_code is not null
  and $high_risk_countries like '%,' || country_code || ',%'
group by country_code
