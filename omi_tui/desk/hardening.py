"""No memory of this program on a disk: a core dump would hold whatever was on the screen.

Python cannot lock single texts in memory (``mlock``) nor overwrite them, so encrypting the swap is up to the system's
owner; here secrets are only held as briefly as their use allows.
"""

import sys
from contextlib import suppress

_PR_SET_DUMPABLE = 4


def forbid_core_dumps() -> None:
    """Let no core dump be written, also none that is piped to a collector; others cannot attach to the process.

    Does nothing on a system that has no such limits. Never raises.
    """
    if sys.platform == "win32":
        return
    import resource

    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):
            # a pipe in core_pattern does not care for the limit, but does for this
            ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
