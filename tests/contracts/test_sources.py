"""Source contracts: strict, and every fault of every file in one report."""

from __future__ import annotations

import pytest

from finintel.contracts import load_codelists, load_entities, load_sources
from finintel.errors import ContractError
from finintel.workspace import Workspace, create_workspace, shipped_resources

HEAD = (
    'title = "T"\npublisher = "P"\nlicence = "L"\nnamespace = ""\nnote = ""\n'
    "expected_rows = [0, 1]\n"
)
TABLE = '[[table]]\nname = "t"\nentity = "party"\n'
MAP = '[table.map]\nparty_id = "id"\nparty_type = { constant = "person" }\n'
SIDES = '[table.direction]\nown_account = "a"\ncounter_account = "b"\n'


def load(workspace: Workspace):
    return load_sources(workspace, load_entities(workspace), load_codelists(workspace))


def faults_of(tmp_path, **files: str) -> str:
    workspace = create_workspace(tmp_path / "w")
    folder = workspace.root / "schemas" / "sources"
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text)
    with pytest.raises(ContractError) as caught:
        load(workspace)
    return str(caught.value)


def test_the_shipped_sources_hold():
    sources = load(Workspace(shipped_resources()))

    assert {"transaction", "amlworld", "berka", "ledger", "amlsim", "fx_rate"} <= set(sources)
    for source in sources.values():
        assert source.title
        assert source.licence
        assert source.publisher
        assert all(reason for table in source.tables for reason in table.ignore.values())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD.replace("note", "mote") + TABLE + MAP, "missing note"),
        (HEAD.replace("[0, 1]", '"many"') + TABLE + MAP, "expected_rows"),
        (HEAD + TABLE.replace("party", "planet") + MAP, "entity must be one of"),
        (HEAD + TABLE, "required column 'party_id'"),
        (HEAD + TABLE + MAP + 'shoe_size = "s"\n', "no column 'shoe_size'"),
        (HEAD + TABLE + MAP + 'name = { column = "n", colour = "red" }\n', "'colour'"),
        (HEAD + TABLE + MAP + 'name = { column = "n", constant = "x" }\n', "exactly one of"),
        (HEAD + TABLE + MAP + "name = { column = 3 }\n", "must be a list of texts"),
        (HEAD + TABLE + MAP.replace('"person"', '"ghost"'), "'ghost' is no code"),
        (HEAD + TABLE + MAP + 'country_code = { column = "c", codes = "nope" }\n', "[codes.nope]"),
        (HEAD + TABLE + MAP + 'birth_on = { column = "b", zone = "Mars/Base" }\n', "Mars/Base"),
        (HEAD + TABLE + MAP + '[table.ignore]\nid = "why"\n', "'id' is mapped and ignored"),
        (HEAD + TABLE + MAP + '[table.options]\ndelimiter = "||"\n', "delimiter is one"),
        (HEAD + TABLE + MAP + '[table.options]\nseparator = ";"\n', "'separator'"),
        (HEAD + '[[table]]\nname = "t"\nignored = "why"\n', "needs files or header"),
        (HEAD + TABLE + MAP + '[table.identity]\nhash = ["name"]\n', "identity names 'name'"),
        (HEAD + TABLE + MAP + '[[table.label]]\ncolumn = "l"\n', "missing positive"),
        (HEAD + TABLE + MAP + '[table.direction]\ncolumn = "d"\n', "said by column, in, out; or"),
        (HEAD + TABLE + MAP + '[table.direction]\ndebit = "d"\n', "said by column, in, out; or"),
        (
            HEAD + TABLE + MAP + 'name = { column = "n", percent = true }\n',
            "percent is for a share",
        ),
        (HEAD + TABLE + MAP + SIDES + 'sign = "s"\n', 'amount_minor = { columns = ["s"] }'),
    ],
)
def test_a_fault_is_named_with_its_place(tmp_path, text, said):
    message = faults_of(tmp_path, broken=text)

    assert "broken.toml" in message
    assert said in message


def test_all_faults_of_all_files_come_in_one_report(tmp_path):
    message = faults_of(
        tmp_path,
        first=HEAD + TABLE,
        second=HEAD.replace("[0, 1]", "[1, 0]") + TABLE + MAP + 'shoe_size = "s"\n',
    )

    for said in ("first.toml", "second.toml", "party_type", "shoe_size", "expected_rows"):
        assert said in message
