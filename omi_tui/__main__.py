"""``python -m omi_tui`` is the ``omi`` command."""

import sys

from omi_tui.cli import main

sys.exit(main())
