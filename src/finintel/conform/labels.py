"""Labels: answers that came with a feed, mostly beside other rows of the same record.

A record is accounted for by what it says; its label is not a record of its own, unless its file
holds nothing but labels.
"""

from __future__ import annotations

from finintel.conform.quality import note_quality
from finintel.conform.records import VERDICT
from finintel.conform.verdicts import CONFLICT, DUPLICATE
from finintel.night import StageContext
from finintel.warehouse import literal, quoted


def note_label_conflicts(context: StageContext) -> None:
    """Note labels that contradict an earlier one; that one stays, and the record is no reject."""
    beside = (
        f"entity = 'label' and verdict = '{CONFLICT}' and file_sha256 not in "
        f"({label_files(context)})"
    )
    found = context.warehouse.rows(
        "select file.source_id, count(*) from "
        f"(select file_sha256 from {quoted(VERDICT)} where {beside}) as label "
        "join landing.file as file using (file_sha256) group by file.source_id order by 1"
    )
    for source_id, count in found:
        note_quality(
            context,
            str(source_id),
            ("label.label_conflict", int(count), "one label a subject and scheme"),
            "Labels against what the feed said before were not taken over. Ask its publisher.",
        )
    context.warehouse.execute(
        f"update {quoted(VERDICT)} set verdict = '{DUPLICATE}' where {beside}"
    )


def label_files(context: StageContext, *, unlabelled: bool = False) -> str:
    """Return the SELECT of tonight's files that hold labels and nothing else.

    Args:
        context: of the stage.
        unlabelled: whether only files that also hold records without a label are wanted.
    """
    tables = [
        literal(f"{source.id}/{table.name}")
        for source in context.contracts.sources.values()
        for table in source.tables
        if table.labels_only or (table.entity == "label" and not unlabelled)
    ]
    known = f"source_id || '/' || name in ({', '.join(tables)})" if tables else "false"
    return (
        f"select file_sha256 from landing.file where run_id = {literal(context.run_id)} "
        f"and list_bool_and(list_transform(string_split(table_name, ', '), lambda name: {known}))"
    )
