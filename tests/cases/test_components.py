"""Connected components against NetworkX, on random graphs and on a long path."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import networkx as nx
import polars as pl
import pytest
from tests.cases.night import NightTables, night_tables

from finintel.cases.components import connected_components


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory):
    folder: Path = tmp_path_factory.mktemp("components") / "w"
    with night_tables(folder) as opened:
        yield opened


def labelled(tables: NightTables, nodes: list[int], edges: list[tuple[int, int]]) -> dict[int, int]:
    frame = connected_components(
        tables.context(),
        pl.DataFrame({"node": nodes}, schema={"node": pl.Int64}),
        pl.DataFrame(edges, schema={"node": pl.Int64, "other_node": pl.Int64}, orient="row"),
    )
    return dict(frame.iter_rows())


def expected(nodes: list[int], edges: list[tuple[int, int]]) -> dict[int, int]:
    graph = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(edges)
    return {node: min(part) for part in nx.connected_components(graph) for node in part}


@pytest.mark.parametrize("seed", range(12))
def test_random_graphs_have_the_components_that_networkx_finds(tables, seed: int) -> None:
    source = random.Random(seed)
    nodes = sorted(source.sample(range(1, 500), source.randint(1, 60)))
    count = source.randint(0, 70)
    edges = [(source.choice(nodes), source.choice(nodes)) for _ in range(count)]
    assert labelled(tables, nodes, edges) == expected(nodes, edges)


def test_a_long_path_in_any_order_is_one_component(tables) -> None:
    nodes = list(range(1, 61))
    random.Random(7).shuffle(nodes)
    edges = list(pairwise(nodes))
    assert set(labelled(tables, sorted(nodes), edges).values()) == {1}
