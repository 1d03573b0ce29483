"""``python -m benchmarks``: every number, a line each."""

import sys

from benchmarks import archive, first_paint, group, journal_write, key_echo, mrz, plain_purchase, version
from benchmarks.measure import HEAD, tell

sys.stdout.write(HEAD + "\n")
for benchmark in (version, first_paint, key_echo, plain_purchase, archive, journal_write, mrz, group):
    tell(benchmark.measure())
