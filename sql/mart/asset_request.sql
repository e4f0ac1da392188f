/*
grain = "one row per listed asset, kind of request and register or office that it goes to"

[columns]
asset_id     = "asset"
request_kind = "register (identifier and power only: no word of why) or office (object, reasons, offences, persons, urgency)"
addressee    = "register or office"
request_text = "the request, ready to be checked and sent by a person; parties by their identifiers"
*/
select
    asset_request.asset_id,
    asset_request.request_kind,
    asset_request.addressee,
    asset_request.request_text
from trace.asset_request as asset_request
order by asset_request.asset_id, asset_request.request_kind, asset_request.addressee
