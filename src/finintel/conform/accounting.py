"""The accounting of every record: record_count = loaded + duplicate + rejected, file by file.

A record that makes rows of several entities is counted once: rejected when any of its rows was,
loaded when any of them was, else a duplicate. Labels that came beside a record are not counted.
"""

from __future__ import annotations

from finintel.conform.labels import label_files
from finintel.conform.records import VERDICT
from finintel.conform.transactions import EXCLUDED, STAGING
from finintel.conform.verdicts import DUPLICATE, LOADED, NEW
from finintel.errors import GateError, all_faults
from finintel.night import StageContext
from finintel.warehouse import literal, quoted

OUTCOME = "conform_outcome"
SEVERAL = "conform_file_of_several"
ALL_REJECTED = (
    "every record was rejected: finintel status and the run report name the faults; "
    "then mend the file or its contract"
)


def account_for_files(context: StageContext) -> dict[str, int]:
    """Write counts and state of tonight's files.

    Raises:
        GateError: a file whose records are not all accounted for; every such file is named.
    """
    warehouse = context.warehouse
    collect_outcomes(context)
    warehouse.execute(
        "update landing.file as file set "
        "loaded_count = outcome.loaded, duplicate_count = outcome.duplicate, "
        "rejected_count = outcome.rejected, "
        "state = case when outcome.rejected > 0 and outcome.loaded + outcome.duplicate = 0 "
        "then 'failed' else 'loaded' end, "
        "message = case when outcome.rejected > 0 and outcome.loaded + outcome.duplicate = 0 "
        f"then {literal(ALL_REJECTED)} else file.message end "
        f"from ({file_counts(context)}) as outcome where file.file_sha256 = outcome.file_sha256",
        {"run_id": context.run_id},
    )
    refuse_imbalance(context)
    counts = warehouse.rows(
        "select count(*), coalesce(sum(loaded_count), 0), coalesce(sum(duplicate_count), 0), "
        "coalesce(sum(rejected_count), 0) from landing.file where run_id = $run_id",
        {"run_id": context.run_id},
    )[0]
    names = ("files", "loaded", "duplicate", "rejected")
    return {name: int(count) for name, count in zip(names, counts, strict=True)}


def collect_outcomes(context: StageContext) -> None:
    """Collect loaded and duplicate records by file; a record with a reject is left to that."""
    loaded = ", ".join(literal(verdict) for verdict in LOADED)
    context.warehouse.execute(
        f"create or replace temp table {quoted(SEVERAL)} as {files_of_several()}",
        {"run_id": context.run_id},
    )
    context.warehouse.execute(
        f"create or replace temp table {quoted(OUTCOME)} as with record as ("
        f"select file_sha256, row_number, bool_or(verdict in ({loaded})) as is_loaded "
        f"from ({judged_rows(context)}) group by all) "
        "select file_sha256, count(*) filter (is_loaded) as loaded, "
        "count(*) filter (not is_loaded) as duplicate from record "
        "anti join (select file_sha256, row_number from landing.reject) as rejected "
        f"using (file_sha256, row_number) group by file_sha256 union all {transaction_counts()}"
    )


def files_of_several() -> str:
    """Return the SELECT of the files of transactions to be counted record by record.

    Their records made other rows too, or several transactions.
    """
    return (
        f"select file_sha256 from {STAGING} where file_sha256 in "
        f"(select file_sha256 from {quoted(VERDICT)} where entity <> 'label') "
        f"union select staged.file_sha256 from (select file_sha256, count(*) as row_count "
        f"from {STAGING} group by all) as staged join landing.file as file using (file_sha256) "
        "where file.run_id = $run_id and staged.row_count > file.record_count"
    )


def judged_rows(context: StageContext) -> str:
    """Return the SELECT of every row that is counted record by record."""
    return (
        f"select file_sha256, row_number, verdict from {quoted(VERDICT)} "
        f"where entity <> 'label' or file_sha256 in ({label_files(context)}) "
        "union all select staged.file_sha256, staged.row_number, "
        f"coalesce(excluded.verdict, '{NEW}') from {STAGING} as staged "
        f"left join {quoted(EXCLUDED)} as excluded on excluded.staged_id = staged.rowid "
        f"where staged.file_sha256 in (select file_sha256 from {quoted(SEVERAL)})"
    )


def transaction_counts() -> str:
    """Return the SELECT of loaded and duplicate records by file of one transaction a record."""
    several = f"file_sha256 not in (select file_sha256 from {quoted(SEVERAL)})"
    return (
        "select file_sha256, staged.records - coalesce(excluded.records, 0) as loaded, "
        "coalesce(excluded.duplicates, 0) as duplicate "
        f"from (select file_sha256, count(*) as records from {STAGING} where {several} "
        "group by all) as staged "
        "left join (select file_sha256, count(*) as records, "
        f"count(*) filter (verdict = '{DUPLICATE}') as duplicates from {quoted(EXCLUDED)} "
        "group by all) as excluded using (file_sha256)"
    )


def file_counts(context: StageContext) -> str:
    """Return the SELECT of the three counts of every file that was read tonight.

    In a file that is read for its labels alone, a record without a label is loaded: nothing of it
    is to be kept.
    """
    return (
        "with counted as (select file.file_sha256, file.record_count, "
        "coalesce(sum(outcome.loaded), 0)::bigint as loaded, "
        "coalesce(sum(outcome.duplicate), 0)::bigint as duplicate, "
        "(select count(distinct row_number) from landing.reject as rejected "
        "where rejected.file_sha256 = file.file_sha256) as rejected "
        f"from landing.file as file left join {quoted(OUTCOME)} as outcome "
        "on outcome.file_sha256 = file.file_sha256 where file.run_id = $run_id "
        "and file.state = 'registered' group by file.file_sha256, file.record_count) "
        "select file_sha256, duplicate, rejected, "
        f"case when file_sha256 in ({label_files(context, unlabelled=True)}) "
        "then record_count - duplicate - rejected else loaded end as loaded from counted"
    )


def refuse_imbalance(context: StageContext) -> None:
    """Raise GateError when a file's records are not all loaded, duplicates or rejects."""
    found = context.warehouse.rows(
        "select file_name, record_count, loaded_count, duplicate_count, rejected_count "
        "from landing.file where run_id = $run_id and state in ('loaded', 'failed') "
        "and loaded_count is not null and record_count is distinct from "
        "loaded_count + duplicate_count + rejected_count order by file_name",
        {"run_id": context.run_id},
    )
    faults = [
        f"{name}: {records} records, but {loaded} loaded + {duplicate} duplicate + {rejected} "
        "rejected. Nothing of tonight was kept; report this file to whoever keeps finintel."
        for name, records, loaded, duplicate, rejected in found
    ]
    if faults:
        raise all_faults("records not accounted for", faults, GateError)
