"""Batches of payments traced in processes of their own, side by side.

A scan is sequential Python and keeps one core busy. Batches share nothing, so each goes to a child
process: what it is asked arrives on its standard input, what it found leaves by its standard
output, and it touches nothing else. When the night is killed, the child's output leads nowhere and
it ends with its batch. A pool of `multiprocessing` would import the caller's main module again
(here Prefect, seconds of it) and its workers outlive a parent that was killed.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from finintel.errors import TraceError
from finintel.trace.batch import Traced, trace_payments
from finintel.trace.scans import collector_paused
from finintel.vocabulary import TRACING_METHODS

if TYPE_CHECKING:
    import polars as pl

# -P: a module of the folder that the night is started from is not ours.
CHILD = (sys.executable, "-P", "-c", "from finintel.trace.apart import serve; serve()")


@dataclass(frozen=True)
class Batch:
    """What is asked about some payments: the arguments of `trace_payments`."""

    entries: pl.DataFrame
    sources: pl.DataFrame
    payments: dict[str, str]

    def traced(self) -> list[Traced]:
        """Trace the payments by every method, in this process."""
        with collector_paused():
            traced = trace_payments(self.entries, self.sources, self.payments, TRACING_METHODS)
            return list(traced)


def trace_batches(batches: Iterable[Batch], processes: int) -> Iterator[list[Traced]]:
    """Trace batches, as many at a time as there are processes, and yield what came in their order.

    With one process all is done here, one batch after the other.

    Raises:
        TraceError: the input contradicts itself, value was not conserved, or a process ended.
    """
    if processes == 1:
        yield from (batch.traced() for batch in batches)
        return
    waiting: deque[Future[list[Traced]]] = deque()
    with ThreadPoolExecutor(processes) as pool:
        for batch in batches:
            waiting.append(pool.submit(trace_apart, batch))
            if len(waiting) > processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def trace_apart(batch: Batch) -> list[Traced]:
    """Trace one batch in a process of its own."""
    done = subprocess.run(  # noqa: S603 - our own interpreter and words
        CHILD, input=pickle.dumps(batch), capture_output=True, check=False
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise TraceError(
            f"a tracing process ended with {done.returncode}: {said or 'no message'}. If memory "
            "ran out, set threads = 1 in finintel.toml; then run the night again."
        )
    answer = pickle.loads(done.stdout)  # noqa: S301 - our own child's, from memory to memory
    if isinstance(answer, str):
        raise TraceError(answer)
    return list(answer)


def serve() -> None:
    """Answer one batch, as the child process does; a TraceError is answered by its message."""
    batch: Batch = pickle.load(sys.stdin.buffer)  # noqa: S301 - the parent's; no other has the pipe
    try:
        answer: list[Traced] | str = batch.traced()
    except TraceError as error:
        answer = str(error)
    sys.stdout.buffer.write(pickle.dumps(answer))
