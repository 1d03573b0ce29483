"""The server as a process: the ready line, the two ports, and how it ends."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

RUN = (
    "import sys; from omi_tui.fake_server.serve import run; "
    "sys.exit(run(port={port}, pay_port=0, database={database!r}, memory={memory}, seed=7, data='demo', "
    "with_parent={parent}))"
)


def command(*, port: int = 0, database: str | None = None, parent: bool = True) -> list[str]:
    code = RUN.format(port=port, database=database, memory=database is None, parent=parent)
    return [sys.executable, "-c", code]


@contextmanager
def started(**how: Any) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """A running server and its ready line."""
    process = subprocess.Popen(command(**how), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield process, json.loads(process.stdout.readline())
    finally:
        process.stdin.close()
        process.stdout.close()
        process.terminate()
        process.wait(10)


def test_the_ready_line_is_true_and_alone() -> None:
    with started() as (process, ready):
        assert list(ready) == ["url", "pay_url", "control_token", "seed", "database"]
        assert (ready["seed"], ready["database"]) == (7, "memory")
        assert ready["url"] != ready["pay_url"]
        assert httpx.get(f"{ready['url']}/_omi/about").json()["data"] == "demo"
        assert httpx.get(f"{ready['pay_url']}/card.css").headers["omi-fake"] == "1"
        mail = httpx.get(f"{ready['url']}/_omi/mail", headers={"Omi-Control": ready["control_token"]})
        assert mail.json() == {"items": []}
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(10) == 0
        assert process.stdout is not None
        assert process.stdout.read() == ""
        with pytest.raises(httpx.ConnectError):
            httpx.get(ready["url"])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly(number: signal.Signals, tmp_path: Path) -> None:
    path = str(tmp_path / "insurer.sqlite")
    with started(database=path, parent=False) as (process, ready):
        assert ready["database"] == path
        process.send_signal(number)
        assert process.wait(10) == 0
    assert not Path(f"{path}-wal").exists()


def test_it_goes_when_its_parent_is_killed() -> None:
    # The parent holds no pipe to the server's stdin, so only the kernel or the look at the parent can tell.
    middle = f"import subprocess; subprocess.Popen({command()!r}, stdin=0, stdout=1).wait()"
    read_end, write_end = os.pipe()
    parent = subprocess.Popen([sys.executable, "-c", middle], stdin=read_end, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    ready = json.loads(parent.stdout.readline())
    assert httpx.get(f"{ready['url']}/_omi/about").status_code == 200
    parent.kill()
    parent.wait(10)
    try:
        assert parent.stdout.read() == ""  # the last holder of the pipe, the server, is gone
    finally:
        os.close(write_end)
        os.close(read_end)
        parent.stdout.close()


def test_it_stays_when_only_the_thread_that_started_it_ends() -> None:
    running = started()
    with ThreadPoolExecutor(1) as thread:
        _, ready = thread.submit(running.__enter__).result()
    assert httpx.get(f"{ready['url']}/_omi/about").status_code == 200
    running.__exit__(None, None, None)


def test_what_cannot_be_used_is_said_in_a_sentence(tmp_path: Path) -> None:
    broken = tmp_path / "broken.sqlite"
    broken.write_text("no database " * 100)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        for how in ({"database": str(broken)}, {"port": taken.getsockname()[1]}):
            done = subprocess.run(command(**how), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30)
            assert done.returncode == 2
            assert done.stdout == ""
            assert done.stderr.startswith("omi fake-server: ")
            assert "Traceback" not in done.stderr


def test_many_start_at_once_without_a_clash() -> None:
    running = [subprocess.Popen(command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    urls = set()
    for process in running:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        urls |= {ready["url"], ready["pay_url"]}
    assert len(urls) == 8
    for process in running:
        process.communicate(timeout=10)
        assert process.returncode == 0
