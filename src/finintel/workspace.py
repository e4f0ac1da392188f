"""A workspace: the folder that holds all the state of an installation, and its settings.

Moving the folder moves the installation: nothing in it stores an absolute path. The folder's own
`sql/` and `schemas/` overlay the shipped ones (see `Workspace.resource_folders`).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files
from pathlib import Path

from finintel.errors import UsageError

SETTINGS_FILE = "finintel.toml"
FOLDERS = ("inbox", "landing", "lake/transaction", "published", "leads", "dispositions", ".prefect")


@dataclass(frozen=True)
class Settings:
    """The settings of a workspace, frozen for a night. Every field may stand in finintel.toml."""

    base_currency: str = "EUR"
    profile: str = "eu_2024_1260"
    look_back_days: int = 60
    review_capacity: int = 50
    threshold_factor: str = "1"  # units of the base currency for one euro of a threshold
    languages: tuple[str, ...] = ("en",)
    csv_separator: str = ","
    csv_decimal: str = "."
    csv_bom: bool = False
    narrative_characters: int = 3_900  # most that a narrative has; some FIUs' goAML takes 4,000
    memory_limit: str = "3GB"
    threads: int = 2
    maximum_record_bytes: int = 1_048_576
    maximum_file_bytes: int = 50_000_000_000
    keep_snapshots: int = 7
    below_line_sample: int = 10
    service_hubs: tuple[str, ...] = ()  # account ids that serve the public and carry no chain
    goaml_schema: str = ""  # path of the FIU's XSD, from the workspace's folder; empty: not checked
    goaml_mapping: str = "example"  # schemas/exports/goaml_<name>.toml: the FIU's codes
    goaml_reporting_entity: int = 0  # the id that the FIU gave the reporting entity


@dataclass(frozen=True)
class Workspace:
    """One workspace folder and its settings."""

    root: Path
    settings: Settings = field(default_factory=Settings)

    @property
    def inbox(self) -> Path:
        """Where files arrive, one folder per source."""
        return self.root / "inbox"

    @property
    def landing(self) -> Path:
        """Received files, byte for byte, named by their SHA-256."""
        return self.root / "landing"

    @property
    def lake(self) -> Path:
        """The transaction lake: immutable monthly Parquet files."""
        return self.root / "lake"

    @property
    def work_database(self) -> Path:
        """The nightly job's private DuckDB file."""
        return self.root / "work.duckdb"

    @property
    def published(self) -> Path:
        """Snapshots for analysts, and the link to the newest."""
        return self.root / "published"

    @property
    def leads(self) -> Path:
        """One folder a night with the CSVs and dossiers."""
        return self.root / "leads"

    @property
    def dispositions(self) -> Path:
        """CSVs that staff return."""
        return self.root / "dispositions"

    @property
    def scratch(self) -> Path:
        """Temporary files of a run; emptied when a run starts."""
        return self.root / ".scratch"

    def resource_folders(self, name: str) -> tuple[Path, ...]:
        """Return the folders of a kind of resource: the shipped one, then the workspace's own.

        Args:
            name: a folder such as `schemas/sources` or `sql/rules`.
        """
        own = self.root / name
        shipped = shipped_resources() / name
        return (shipped, own) if own.is_dir() and own != shipped else (shipped,)


@dataclass(frozen=True)
class Night:
    """One night of a workspace: all that is booked up to and including `as_of`."""

    workspace: Workspace
    as_of: date

    @property
    def run_id(self) -> str:
        """The night's identifier, the same whenever it is run again."""
        return f"n{self.as_of:%Y%m%d}"


@cache
def shipped_resources() -> Path:
    """Return the folder with the shipped sql/ and schemas/: packaged data, else the repository."""
    packaged = Path(str(files("finintel"))) / "_data"
    if packaged.is_dir():
        return packaged
    return Path(__file__).resolve().parents[2]


def create_workspace(root: Path, settings_text: str | None = None) -> Workspace:
    """Make the folders and a commented settings file; an existing settings file is left alone."""
    if root.exists() and not root.is_dir():
        raise UsageError(f"{root}: is a file. Name a folder for the workspace.")
    for folder in FOLDERS:
        (root / folder).mkdir(parents=True, exist_ok=True)
    settings_path = root / SETTINGS_FILE
    if not settings_path.exists():
        settings_path.write_text(settings_text or default_settings_text(), encoding="utf-8")
    return open_workspace(root)


def open_workspace(root: Path) -> Workspace:
    """Open an existing workspace and read its settings, refusing settings that do not exist.

    Raises:
        UsageError: the folder is no workspace, or its settings are wrong.
    """
    path = root / SETTINGS_FILE
    if not path.is_file():
        raise UsageError(f"{root}: no {SETTINGS_FILE} here. Make a workspace: finintel init {root}")
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: not valid TOML ({error}). Mend the file.") from error
    return Workspace(root.resolve(), read_settings(values, path))


def read_settings(values: dict[str, object], path: Path) -> Settings:
    """Check the values of a settings file and return them frozen."""
    known = {item.name: item for item in fields(Settings)}
    checked: dict[str, object] = {}
    for name, value in values.items():
        if name not in known:
            raise UsageError(f"{path}: unknown setting '{name}'. Known: {', '.join(sorted(known))}")
        default = known[name].default
        received = tuple(value) if isinstance(value, list) else value
        if type(received) is not type(default):
            kind = type(default).__name__
            raise UsageError(f"{path}: setting '{name}' must be of type {kind}, not {value!r}")
        checked[name] = received
    settings = Settings(**checked)  # type: ignore[arg-type]  # types were compared above
    if not is_positive(settings.threshold_factor):
        raise UsageError(f'{path}: threshold_factor must be a number above 0, such as "25.5"')
    if settings.look_back_days < 1 or settings.review_capacity < 1 or settings.threads < 1:
        raise UsageError(f"{path}: look_back_days, review_capacity and threads must be 1 or more")
    return settings


def is_positive(text: str) -> bool:
    """Tell whether a text is a finite decimal number above zero."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return False
    return number.is_finite() and number > 0


def default_settings_text() -> str:
    """Return the text of a new settings file: every setting with its default, commented out."""
    lines = ["# Settings of this finintel workspace. Remove the # to change a default.", ""]
    for item in fields(Settings):
        value = item.default
        if isinstance(value, bool):
            text = str(value).lower()
        elif isinstance(value, int):
            text = str(value)
        elif isinstance(value, tuple):
            text = "[" + ", ".join(f'"{part}"' for part in value) + "]"
        else:
            text = f'"{value}"'
        lines.append(f"# {item.name} = {text}")
    return "\n".join(lines) + "\n"
