"""How long to wait before the insurer is looked at again: for an order's payment, for a call whose answer was lost."""

import random
from collections.abc import Callable

FIRST = (2.0, 3.0, 5.0)
LATER = 10.0
JITTER = 0.1
"""The part of the later waits that is left to chance, so that many desks do not ask at the same moment."""


def pause(looks: int, chance: Callable[[], float] = random.random) -> float:
    """Seconds before the next look after *looks* of them."""
    if looks < len(FIRST):
        return FIRST[looks]
    return LATER * (1 + JITTER * (2 * chance() - 1))
