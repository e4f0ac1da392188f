/*
grain = "one row per listed asset and identifier of its type whose form the registered number has"

[columns]
asset_id         = "asset"
identifier_name  = "kind of identifier, of the asset type"
identifier_value = "registered number, without spaces, points and dashes"
check_name       = "rule of its check digit"
check_source     = "where that rule is written"
*/
with numbered as (
    select
        listed.asset_id,
        listed.asset_type,
        upper(regexp_replace(asset.registration_number, '[ .-]', '', 'g')) as identifier_value
    from trace.listed_asset as listed
    join core.asset as asset
      on asset.asset_id = listed.asset_id
     and asset.recorded_to is null
)
select
    numbered.asset_id,
    kind.identifier_name,
    numbered.identifier_value,
    kind.check_name,
    kind.check_source
from numbered
join trace.asset_identifier as kind
  on kind.asset_type = numbered.asset_type
 and regexp_matches(numbered.identifier_value, kind.identifier_pattern)
order by numbered.asset_id, kind.identifier_name
