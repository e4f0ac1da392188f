/*
grain = "one row per listed asset, kind of request and register or office that it goes to"
columns_of = "trace/asset_request"
*/
select
    asset_request.asset_id,
    asset_request.request_kind,
    asset_request.addressee,
    asset_request.request_text
from trace.asset_request as asset_request
order by asset_request.asset_id, asset_request.request_kind, asset_request.addressee
