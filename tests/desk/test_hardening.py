"""SEC-25: what was typed stays out of core dumps."""

import resource
import subprocess
import sys

import pytest

PROGRAM = """
import ctypes, resource, sys
from omi_tui.desk.hardening import forbid_core_dumps
forbid_core_dumps()
print(resource.getrlimit(resource.RLIMIT_CORE), sys.platform != "linux" or ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""


def test_sec_25_no_core_dump_is_written() -> None:
    def allow() -> None:
        resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)

    run = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, preexec_fn=allow)
    assert run.stdout.split(") ") == ["(0, 0", "0\n" if sys.platform == "linux" else "True\n"]


def test_sec_25_a_system_without_such_limits_is_no_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    from omi_tui.desk.hardening import forbid_core_dumps

    monkeypatch.setattr(sys, "platform", "win32")
    forbid_core_dumps()
