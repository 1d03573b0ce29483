"""How many repeats this desk may still ask of an insurer: a sick server is not to be hammered by every desk at once."""

FULL = 10
COST, COST_AFTER_TIMEOUT = 1, 2
"""A repeat after a timeout costs double, for the server may still be at work on the attempt that it did not answer."""


class Budget:
    """Ten tokens for the whole desk. Repeats take some, successes give one back; first attempts are always free."""

    def __init__(self) -> None:
        self.tokens = FULL

    def spend(self, cost: int) -> bool:
        """Take *cost* tokens; False, and nothing taken, where there are not so many."""
        if cost > self.tokens:
            return False
        self.tokens -= cost
        return True

    def earn(self) -> None:
        """Give one token back."""
        self.tokens = min(self.tokens + 1, FULL)
