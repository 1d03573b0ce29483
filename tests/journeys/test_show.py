"""How journeys say moments, wherever the machine stands."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from omi_tui.journeys import show

END_OF_THE_DAY = datetime(2026, 11, 29, 21, 0, tzinfo=UTC)


@pytest.fixture
def clock_of(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    yield monkeypatch
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Europe/Minsk", "30 Nov 2026, 00:00"),
        ("Europe/Moscow", "30 Nov 2026, 00:00"),
        ("Europe/Warsaw", "29 Nov 2026, 22:00 (in Minsk: 30 Nov 2026, 00:00)"),
        ("Asia/Shanghai", "30 Nov 2026, 05:00 (in Minsk: 30 Nov 2026, 00:00)"),
    ],
)
def test_a_deadline_is_told_by_both_clocks_where_they_differ(
    clock_of: pytest.MonkeyPatch, zone: str, said: str
) -> None:
    clock_of.setenv("TZ", zone)
    time.tzset()
    assert show.deadline(END_OF_THE_DAY).replace("\u00a0", " ") == said
