"""What the ``omi`` command tells the shell."""

DONE = 0
USAGE = 2
UNREACHABLE = 4
"""The insurer could not be reached."""
REFUSED = 5
"""The insurer refused."""
INTERRUPTED = 130
