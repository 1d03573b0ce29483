"""The answers of a field as lines of a list."""

from omi_tui.forms.field import Choice
from omi_tui.widgets.record_list import option_lines


def test_codes_that_people_know_stand_before_the_name() -> None:
    country, day, theme = Choice("POL", "Poland"), Choice("2026-12-01", "Tue 1 Dec 2026"), Choice("omi-dark", "Dark")
    assert option_lines([country, day, theme, Choice("zh_Hans", "简体中文")]) == [
        ("POL", ("POL", "Poland")),
        ("2026-12-01", ("2026-12-01", "Tue 1 Dec 2026")),
        ("omi-dark", ("Dark",)),
        ("zh_Hans", ("简体中文",)),
    ]
