"""The demonstration: consecutive nights of the sample world in a fresh workspace."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

from finintel.console import print_table, say
from finintel.errors import UsageError
from finintel.standing import LEAD_COLUMNS, read_top_leads
from finintel.workspace import SETTINGS_FILE, Workspace, create_workspace, shipped_resources

TOP = 5


def run_demo(
    folder: Path,
    run_night: Callable[[Path, date], object],
    train: Callable[[Path], object],
) -> None:
    """Run every night of the sample world, then show the top leads and where everything lies.

    The model is trained once, on what the first night measured: before there is nothing usual.

    Args:
        folder: the demonstration's workspace; one that is there is made anew.
        run_night: runs the nightly flow on a workspace up to a night.
        train: runs the training flow on a workspace.
    """
    workspace = fresh_workspace(folder)
    for number, drop in enumerate(drops()):
        if number == 1:
            train(workspace.root)
        say(f"\nnight {drop.name}: {sum(path.is_file() for path in drop.rglob('*'))} files arrive")
        shutil.copytree(drop, workspace.inbox, dirs_exist_ok=True)
        run_night(workspace.root, date.fromisoformat(drop.name))
    say("")
    show_result(workspace)


def fresh_workspace(folder: Path) -> Workspace:
    """Make the demonstration's workspace anew, all but Prefect's own state, which is in use.

    Raises:
        UsageError: something else lies there.
    """
    found = [path for path in folder.iterdir() if path.name != ".prefect"]
    if found and folder / SETTINGS_FILE not in found:
        raise UsageError(f"{folder}: is there and is no workspace. Move it away.")
    for path in found:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    return create_workspace(folder)


def drops() -> list[Path]:
    """Return the folders of the sample world's nights, in order."""
    found = sorted((shipped_resources() / "sample_data" / "drops").iterdir())
    return [path for path in found if path.is_dir()]


def show_result(workspace: Workspace) -> None:
    """Print the top leads of the last night and where CSVs, dossiers and tables lie."""
    night, leads = read_top_leads(workspace, TOP)
    print_table(f"the {TOP} top leads of {night}", LEAD_COLUMNS, leads)
    here = workspace.leads / str(night)
    places = [
        ("leads as CSV", here / "case_leads.csv"),
        ("dossiers", here / "dossiers"),
        ("run report", here / "run_report.html"),
        ("tables for analysts", workspace.published / "finintel.duckdb"),
    ]
    print_table("where it lies", ("what", "where"), [(what, shown(path)) for what, path in places])


def shown(path: Path) -> str:
    """Return a path as seen from here, where that is shorter."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
