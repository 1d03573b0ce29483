"""When things move on by themselves: at the n-th look, after some time on the insurer's clock, or by hand.

So a test or a lesson has "approved at the third look" and "the mail comes after ten minutes" without any sleep.
"""

from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import Field

from omi_tui.model.base import Request

What = Literal["draft", "order", "policy", "mail"]


class Step(Request):
    """One of the three says when; none of them: at once."""

    polls: Annotated[int | None, Field(ge=1, le=1000, description="At this look, counting from one.")] = None
    seconds: Annotated[float | None, Field(ge=0, le=31_536_000, description="After so long on the clock.")] = None
    manual: Annotated[bool, Field(description="Only by a control call.")] = False

    @property
    def at_once(self) -> bool:
        """Whether nothing is waited for."""
        return not (self.manual or self.polls or self.seconds)

    def reached(self, polls: int, since: datetime, now: datetime) -> bool:
        """Whether the step is made after *polls* looks, *since* then."""
        if self.manual:
            return False
        if self.seconds is not None:
            return now >= since + timedelta(seconds=self.seconds)
        return polls >= (self.polls or 0)


class Transitions(Request):
    """What moves by itself.

    ``draft``: when an unpaid draft expires before its time (never, if nothing is said). ``order``: when a slow bank
    says yes. ``policy``: when a paid order gets its policies. ``mail``: when a mail arrives.
    """

    draft: Step = Step()
    order: Step = Step(polls=3)
    policy: Step = Step()
    mail: Step = Step()
