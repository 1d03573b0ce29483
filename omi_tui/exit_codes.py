"""What the ``omi`` command tells the shell."""

DONE = 0
NO = 1
"""The answer is no: not valid, declined."""
USAGE = 2
SAVED = 3
"""Stopped with the work saved."""
UNREACHABLE = 4
"""The insurer could not be reached."""
REFUSED = 5
"""The insurer refused."""
INTERRUPTED = 130
