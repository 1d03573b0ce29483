"""Lost updates: strong entity tags made of a version, and ``If-Match`` that names the one that was read."""

import re
from typing import Annotated

from fastapi import Depends, Header

from omi_tui.fake_server.problems import ProblemError


def tag(version: int) -> str:
    """The entity tag of *version*; 0 stands for "nothing there yet"."""
    return f'"{version}"'


async def if_match(
    value: Annotated[
        str | None, Header(alias="If-Match", description="The `ETag` of the copy that was edited.")
    ] = None,
) -> str:
    """The request's ``If-Match``. Raises ProblemError 428 where it is missing."""
    if value is None:
        raise ProblemError(428, "precondition.missing", "Read it first, and send its ETag as If-Match.")
    return value


IfMatch = Annotated[str, Depends(if_match)]


def check(expected: str, version: int) -> None:
    """Raise ProblemError 412 unless *expected*, an ``If-Match``, names *version*."""
    tags = re.findall(r'(?:W/)?"[^"]*"', expected)
    if tag(version) not in tags and not (expected.strip() == "*" and version):
        headers = {"ETag": tag(version)}
        raise ProblemError(412, "precondition.stale", "It was changed elsewhere meanwhile.", headers=headers)
