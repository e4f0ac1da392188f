/*
grain = "one row per listed asset and identifier whose form its registered number has: does the check digit hold"

[columns]
asset_id         = "asset"
identifier_name  = "kind of identifier"
identifier_value = "registered number, without spaces, points and dashes"
check_source     = "where the rule of its check digit is written"
is_valid         = "the check digit holds; a wrong one says that the number was mistyped or made up"
*/
select
    checked.asset_id,
    checked.identifier_name,
    checked.identifier_value,
    checked.check_source,
    checked.is_valid
from trace.identifier_check as checked
order by checked.asset_id, checked.identifier_name
