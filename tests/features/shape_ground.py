"""A small world of transfers, and the finder run on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pyarrow as pa

from finintel.detect.proving import open_ground
from finintel.features.build import build_table, header_defaults, make_way
from finintel.features.shapes import find_shapes
from finintel.night import StageContext
from finintel.pipeline import load_contracts
from finintel.sqlfile import read_folder
from finintel.workspace import Workspace, shipped_resources

WORKSPACE = Workspace(shipped_resources())
TABLES = (
    *("flow_transfer", "flow_pair", "exchange_told", "currency_scale", "converted"),
    *("flow", "flow_span", "amount_grain"),
    *("account_flow", "service_hub"),
    *(
        "bundle",
        "leg",
        "link_drop",
        "link_pair",
        "link_candidate",
        "link_sole",
        "link_evidence",
        "link",
    ),
)
DAY = 86_400
START = 1_700_000_000

# seconds since START, payer, payee, minor units; a world may also hold cash, whose payer is None
Transfer = tuple[int, int, int, int]


Transfers = Sequence[Any]


class Ground:
    """The proving ground of the rules, with the finder on it."""

    def __init__(self, warehouse: Any, contracts: Any) -> None:
        self.warehouse = warehouse
        night: Any = SimpleNamespace(workspace=WORKSPACE, run_id="test", as_of=None)
        self.context = StageContext(night, warehouse, contracts)
        self.is_sequenced = False
        self.files = read_folder(WORKSPACE.resource_folders("sql/features"))
        # on the proving ground all are tables; a night has views among them
        make_way(self.context, {name: self.files[name] for name in TABLES})

    def fill(self, transfers: Transfers, names: Sequence[str] | None = None) -> None:
        """Write the window's transfers in order of time; equal times in the order given."""
        order = sorted(range(len(transfers)), key=lambda place: (transfers[place][0], place))
        accounts = 1 + max((max(t[1] or 0, t[2]) for t in transfers), default=0)
        names = names or [f"a{number:04}" for number in range(accounts)]
        rank = {name: place + 1 for place, name in enumerate(sorted(names))}
        rows = []
        for number, place in enumerate(order, start=1):
            epoch, payer, payee, amount = transfers[place]
            rows.append(
                {
                    "transaction_number": number,
                    "transaction_id": f"t{place}",
                    "booked_epoch": START + epoch,
                    "booked_on": datetime.fromtimestamp(START + epoch, UTC).date(),
                    "originator_account_id": None if payer is None else names[payer],
                    "beneficiary_account_id": names[payee],
                    "originator_number": None if payer is None else rank[names[payer]],
                    "beneficiary_number": rank[names[payee]],
                    "amount_minor": amount,
                    "amount_base_minor": amount,
                    "currency": "EUR",
                    "channel": "cash_deposit" if payer is None else "transfer",
                    "is_sequenced": self.is_sequenced,
                }
            )
        for table in ("window_transfer", "account_number"):
            self.warehouse.execute(f"delete from features.{table}")
        if rows:
            self.warehouse.insert(("features", "window_transfer"), pa.Table.from_pylist(rows))
        numbers = [{"account_id": name, "account_number": place} for name, place in rank.items()]
        self.warehouse.insert(("features", "account_number"), pa.Table.from_pylist(numbers))

    def live_together(self, circles: Sequence[dict[int, bool]]) -> None:
        """Write features.home: account numbers of each circle, true where a company holds it."""
        self.warehouse.execute("delete from features.home")
        rows = [
            {
                "account_number": number,
                "head_id": f"P{place}",
                "is_company": int(is_company),
                "valid_from": date(1, 1, 1),
                "valid_to": date(9999, 12, 31),
                "account_count": len(members),
            }
            for place, members in enumerate(circles)
            for number, is_company in members.items()
        ]
        if rows:
            self.warehouse.insert(("features", "home"), pa.Table.from_pylist(rows))

    def link(self, sole_percent: int = 5) -> None:
        """Build the tables up to features.link."""
        for table in TABLES:
            file = self.files[table]
            values = {"service_hubs": ",,", "base_currency": "EUR", **header_defaults(file)}
            if table == "flow_span":
                values["sole_percent"] = sole_percent
            build_table(self.context, file, values)

    def find(self, transfers: Transfers, names: Sequence[str] | None = None) -> set[Any]:
        """Return what is found: shape, weight to three digits, transactions."""
        self.fill(transfers, names)
        self.link()
        find_shapes(self.context)
        return set(
            self.warehouse.rows(
                "select shape, round(any_value(weight), 3), "
                "string_agg(transaction_id, ' ' order by transaction_id) "
                "from features.shape join features.shape_transaction using (list_place) "
                "group by list_place, shape"
            )
        )


@contextmanager
def open_shapes() -> Iterator[Ground]:
    """Open a ground."""
    contracts = load_contracts(WORKSPACE)
    with open_ground(WORKSPACE, contracts) as warehouse:
        yield Ground(warehouse, contracts)


def shapes_of(found: Iterable[Any], shape: str) -> list[set[str]]:
    """Return the transactions of the finds of one shape."""
    return [set(row[2].split()) for row in found if row[0] == shape]
