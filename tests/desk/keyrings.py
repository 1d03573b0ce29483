"""Keyrings of many kinds, as the system might have them."""

import threading
from typing import ClassVar

from keyring.backend import KeyringBackend

HERE = __name__


class Working(KeyringBackend):
    """A keyring that works."""

    priority = 1
    kept: ClassVar[dict[tuple[str, str], str]] = {}  # the next run finds it

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class Locked(Working):
    """A keyring whose user said no."""

    def set_password(self, service: str, username: str, password: str) -> None:
        raise PermissionError("dismissed")


class Hanging(Working):
    """A keyring that waits for a prompt that nobody sees."""

    released = threading.Event()

    def set_password(self, service: str, username: str, password: str) -> None:
        self.released.wait()


class Absent(Working):
    """A keyring that this machine does not have."""

    viable = False


class Plaintext(Working):
    """A keyring that would keep secrets in the clear, and may not be asked."""

    asked: ClassVar[list[str]] = []  # whichever is made notes it

    def set_password(self, service: str, username: str, password: str) -> None:
        self.asked.append(username)
