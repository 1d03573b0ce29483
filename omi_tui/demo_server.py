"""The bundled insurer as a process of its own, started behind the first screen: together they would be slower."""

import asyncio
import subprocess
import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

READY_LIMIT = 30.0


def missing() -> bool:
    """Whether the bundled insurer's libraries (the extra ``server``) are not installed."""
    return any(find_spec(name) is None for name in ("fastapi", "uvicorn", "sqlalchemy", "reportlab"))


class DemoServer:
    """Starts ``omi fake-server``; it stops when this process ends, however that happens."""

    def __init__(
        self, database: Path | None, *, fresh: bool, data: str | None, seed: int, scenario: str | None = None
    ) -> None:
        self._database = database
        self._fresh = fresh
        data = data or (None if scenario else "demo")
        named = {"--data": data, "--scenario": scenario, "--seed": str(seed)}
        self._arguments = [word for option, value in named.items() if value for word in (option, value)]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, unless it was started, and return at once."""
        if self._process:
            return
        where = ["--memory"]
        if self._database:
            self._database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self._fresh:
                for suffix in ("", "-wal", "-shm"):
                    Path(f"{self._database}{suffix}").unlink(missing_ok=True)
            where = ["--database", str(self._database)]
        command = [sys.executable, "-m", "omi_tui", "fake-server", "--with-parent", *where, *self._arguments]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
        )

    async def ready(self) -> tuple[str, str]:
        """Its address and control token, from its ready line. Raises Unreachable where there is none."""
        import json

        from omi_tui.client.errors import Unreachable

        assert self._process is not None
        assert self._process.stdout is not None
        try:
            line = await asyncio.wait_for(asyncio.to_thread(self._process.stdout.readline), READY_LIMIT)
            ready = json.loads(line)
        except (TimeoutError, ValueError):
            raise Unreachable("not_started", sent=False) from None
        return ready["url"], ready["control_token"]

    def stop(self) -> None:
        """Stop it and wait until it has."""
        process = self._process
        if process is None:
            return
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(5)
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()
