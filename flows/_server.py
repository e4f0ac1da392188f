"""A Prefect server that lives exactly as long as the process that started it.

Prefect's own temporary server outlives a parent that was killed and keeps the parent's standard
output open, so that whatever reads it (`| tee`, a CI runner) waits for ever. This one writes to a
log file, and ends when the pipe to its parent closes, however the parent ended.
"""

from __future__ import annotations

from _environment import STARTUP_SECONDS

import atexit
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from finintel.errors import FinintelError

PAUSE_SECONDS = 0.1
STOP_SECONDS = 5
APPLICATION = "prefect.server.api.server:create_app"


@contextmanager
def orchestration(folder: Path, *, schedules: bool = False) -> Iterator[None]:
    """Use the Prefect server that is configured, or one of our own until this process ends."""
    from prefect.settings import PREFECT_API_URL, temporary_settings

    if PREFECT_API_URL.value():
        yield
        return
    log = folder.resolve() / ".prefect" / "server.log"
    address = start_server(log, timeout=STARTUP_SECONDS, schedules=schedules)
    with temporary_settings({PREFECT_API_URL: address}):
        yield


def start_server(log: Path, *, timeout: float, schedules: bool = False) -> str:
    """Start a server on a free port of this machine and return its API address.

    It is stopped when this process ends, after Prefect has sent what it still holds.

    Args:
        log: where the server writes.
        timeout: seconds to wait for it.
        schedules: also run the services that start scheduled runs.

    Raises:
        FinintelError: the server did not start; the message names the log.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with socket.socket() as listening, log.open("ab") as output:
        listening.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/api"
        handle = listening.fileno()
        server = subprocess.Popen(  # noqa: S603 - the words are this file and a number of our own
            [sys.executable, str(Path(__file__)), str(handle)],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            pass_fds=(handle,),
            env={**os.environ, **server_environment(address, schedules=schedules)},
        )
    atexit.register(stop_server, server)
    wait_until_healthy(server, address, timeout, log)
    return address


def stop_server(server: subprocess.Popen[bytes]) -> None:
    """Stop the server; it has nothing to lose, its database is SQLite."""
    server.terminate()
    try:
        server.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def server_environment(address: str, *, schedules: bool) -> dict[str, str]:
    """Return what the server's environment has beside ours."""
    common = {"PREFECT_API_URL": address, "PREFECT_UI_ENABLED": "0", "PREFECT__SERVER_FINAL": "1"}
    return common if schedules else {**common, "PREFECT__SERVER_EPHEMERAL": "1"}


def wait_until_healthy(
    server: subprocess.Popen[bytes], address: str, timeout: float, log: Path
) -> None:
    """Return when the server answers; raises FinintelError when it ended or took too long."""
    limit = time.monotonic() + timeout
    while time.monotonic() < limit:
        if server.poll() is not None:
            raise FinintelError(f"the Prefect server ended with {server.returncode}; see {log}")
        try:
            health = f"{address}/health"
            with urlopen(health, timeout=timeout) as response:  # noqa: S310 - http, made above
                if response.status == HTTPStatus.OK:
                    return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(PAUSE_SECONDS)
    raise FinintelError(f"the Prefect server did not answer within {timeout:.0f} s; see {log}")


def end_with_parent() -> None:
    """End this process when the pipe from the parent closes."""
    sys.stdin.buffer.read()
    os._exit(0)


def serve(handle: int) -> None:
    """Serve Prefect's API on a socket that the parent opened."""
    import uvicorn

    threading.Thread(target=end_with_parent, daemon=True).start()
    configuration = uvicorn.Config(APPLICATION, factory=True, log_level="error", lifespan="on")
    uvicorn.Server(configuration).run(sockets=[socket.socket(fileno=handle)])


if __name__ == "__main__":
    serve(int(sys.argv[1]))
