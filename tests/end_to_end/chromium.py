"""Headless Chromium, driven by keys over its debugging pipe: no driver program, no port, a profile of its own."""

import fcntl
import json
import os
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any

LIMIT = 60.0
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage --disable-extensions --lang=en-US "
    "--remote-debugging-pipe"
).split()
KEYS: dict[str, dict[str, Any]] = {
    "Tab": {"code": "Tab", "windowsVirtualKeyCode": 9},
    "Enter": {"code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"},
}
# The browser reads commands on descriptor 3 and answers on 4; a process in between puts the pipe's ends there.
_TRAMPOLINE = (
    "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); os.execv(sys.argv[3], sys.argv[3:])"
)
_FOCUSED = "(e => [e.tagName, e.labels?.[0]?.innerText ?? e.value ?? e.innerText])(document.activeElement)"


class Chromium:
    """One browser with one page. Leave it as a context manager: the browser is ended with it."""

    def __init__(self, home: Path) -> None:
        program = shutil.which("chromium") or shutil.which("google-chrome")
        assert program, "chromium is needed for this test"
        (commands, self._out), (self._in, answers) = os.pipe(), os.pipe()
        high = [fcntl.fcntl(descriptor, fcntl.F_DUPFD, 20) for descriptor in (commands, answers)]
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-c",
                _TRAMPOLINE,
                *map(str, high),
                program,
                *FLAGS,
                f"--user-data-dir={home / 'profile'}",
            ],
            pass_fds=high,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.environ["PATH"], "HOME": str(home)},
        )
        for descriptor in (commands, answers, *high):
            os.close(descriptor)
        self._unread = b""
        self._last = 0
        self.events: list[dict[str, Any]] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session: str | None = None
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.call(f"{domain}.enable")

    def __enter__(self) -> "Chromium":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        os.close(self._out)
        os.close(self._in)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command and wait for its answer."""
        self._last += 1
        message: dict[str, Any] = {"id": self._last, "method": method, "params": params}
        if getattr(self, "_session", None):
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._last:
                assert "error" not in answer, answer
                result: dict[str, Any] = answer["result"]
                return result
            self.events.append(answer)

    def open(self, address: str) -> None:
        """Open a page and wait until it is loaded."""
        self._loaded(lambda: self.call("Page.navigate", url=address))

    def submit(self) -> None:
        """Press Enter and wait until the next page is loaded."""
        self._loaded(lambda: self.press("Enter"))

    def press(self, key: str) -> None:
        """Press a key."""
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, **KEYS[key])
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key, **KEYS[key])

    def type(self, text: str) -> None:
        """Type into what has the focus."""
        self.call("Input.insertText", text=text)

    def tab_to(self, name: str, tag: str = "INPUT") -> None:
        """Press Tab until the field, button or (with *tag* ``A``) link called *name* has the focus."""
        seen = []
        for _ in range(30):
            self.press("Tab")
            seen.append(self.evaluate(_FOCUSED))
            if seen[-1] == [tag, name]:
                return
        raise AssertionError(f"{tag} {name!r} never had the focus: {seen}")

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression, seen from outside the page."""
        return self.call("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    @property
    def text(self) -> str:
        """What the page says."""
        return str(self.evaluate("document.body.innerText"))

    def asked(self) -> list[str]:
        """Every address that the browser asked for."""
        return [
            event["params"]["request"]["url"] for event in self.events if event["method"] == "Network.requestWillBeSent"
        ]

    def complaints(self) -> list[str]:
        """What the browser wrote into its console."""
        return [event["params"]["entry"]["text"] for event in self.events if event["method"] == "Log.entryAdded"]

    def _loaded(self, act: Any) -> None:
        before = self._loads()
        act()
        while self._loads() == before:
            self.events.append(self._next())

    def _loads(self) -> int:
        return sum(event["method"] == "Page.loadEventFired" for event in self.events)

    def _next(self) -> dict[str, Any]:
        end = time.monotonic() + LIMIT
        while b"\0" not in self._unread:
            if not select.select([self._in], [], [], max(0.0, end - time.monotonic()))[0]:
                raise AssertionError(f"the browser said nothing for {LIMIT:g} s")
            data = os.read(self._in, 65536)
            assert data, "the browser ended"
            self._unread += data
        message, _, self._unread = self._unread.partition(b"\0")
        answer: dict[str, Any] = json.loads(message)
        return answer
