/*
grain = "one row per shape: its share of the list, and the order in which finds absorb others"

[parameters]
round_trip_share     = { default = 0.08, unit = "share of the list", meaning = "cycles" }
scatter_gather_share = { default = 0.05, unit = "share of the list", meaning = "scatter-gathers" }
layering_chain_share = { default = 0.16, unit = "share of the list", meaning = "chains" }
ring_share           = { default = 0.01, unit = "share of the list", meaning = "rings" }
gather_scatter_share = { default = 0.23, unit = "share of the list", meaning = "gather-scatters" }
fan_share            = { default = 0.20, unit = "share of the list", meaning = "fans in, and as many out" }
stack_share          = { default = 0.05, unit = "share of the list", meaning = "relays of two transfers" }
dense_flow_share     = { default = 0.01, unit = "share of the list", meaning = "dense flows" }
bipartite_share      = { default = 0.01, unit = "share of the list", meaning = "bipartite blocks" }
*/
-- The order of folding: shapes that chance hardly makes first.
select 'round_trip' as shape, cast($round_trip_share as double) as share, 0 as fold_order
union all
select 'scatter_gather', cast($scatter_gather_share as double), 0
union all
select 'ring', cast($ring_share as double), 0
union all
select 'layering_chain', cast($layering_chain_share as double), 1
union all
select 'gather_scatter', cast($gather_scatter_share as double), 1
union all
select 'fan_in', cast($fan_share as double), 1
union all
select 'fan_out', cast($fan_share as double), 1
union all
select 'stack', cast($stack_share as double), 1
union all
select 'dense_flow', cast($dense_flow_share as double), 1
union all
select 'bipartite', cast($bipartite_share as double), 1
