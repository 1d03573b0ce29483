"""The environment and the arguments, before anything is loaded that would listen to them.

Textual takes from it a file for every key that is pressed (``TEXTUAL_LOG``), modules to import and keys to press;
keyring takes a backend, Python a path and start-up code for our children, OpenSSL a file that names libraries to load,
TLS a file for its secrets; ``BROWSER`` is a command. None of it is for somebody who buys a policy, so all of it goes,
unless ``--developer`` is given.
"""

import os
import sys
from collections.abc import Mapping, MutableMapping, Sequence

ARGUMENT = "An argument"
DROPPED = ("TEXTUAL", "PYTHON", "KEYRING_", "OPENSSL_", "SSLKEYLOGFILE", "BROWSER")
"""How the names begin that are dropped. Nothing that begins so is kept."""


def drop(environ: MutableMapping[str, str]) -> list[str]:
    """Take the variables out of *environ* that could steer this program or its children; their names, sorted."""
    names = sorted(name for name in environ if name.startswith(DROPPED))
    for name in names:
        del environ[name]
    return names


def lend_streams() -> None:
    """Where whoever started the program has closed a standard stream: nothing comes from it, and nothing goes there."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - as long as the program runs


def lent(stream: object) -> bool:
    """Whether *stream* was closed when the program began."""
    return getattr(stream, "name", "") == os.devnull


def unreadable(arguments: Sequence[str], environ: Mapping[str, str]) -> str:
    """What holds characters that cannot be shown: :data:`ARGUMENT`, or one of our variables; empty where none does.

    They could be written to the terminal with a message, so they are refused and not mended.
    """
    if not all(argument.isprintable() for argument in arguments):
        return ARGUMENT
    names = (name for name, value in sorted(environ.items()) if name.startswith("OMI_") and not value.isprintable())
    name = next(names, "")
    return name if name.isprintable() else "OMI_*"
