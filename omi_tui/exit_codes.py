"""What the ``omi`` command tells the shell."""

DONE = 0
NO = 1
"""The answer is no, or not for everybody."""
USAGE = 2
SAVED = 3
"""Stopped in the middle of something; what was typed is kept for the next start."""
UNREACHABLE = 4
"""The insurer could not be reached."""
REFUSED = 5
"""The insurer refused."""
INTERRUPTED = 130
