"""Every screen as it is drawn: at 80 by 24 in English and Russian, the forms also at 40 by 12; a few in each."""

from collections.abc import Callable

import pytest

from omi_tui.text.i18n import LANGUAGES
from tests.screens.conftest import Open
from tests.screens.scenes import SCENES

Compare = Callable[..., bool]
OTHERS = [code for code in LANGUAGES if code not in ("en", "ru")]
FORMS = (
    "sign_in",
    "sign_up",
    "dates",
    "need_answer",
    "check_warned",
    "insured_other",
    "check",
    "personal",
    "passport",
    "checking",
    "day_book",
    "scan_wrong",
    "group_people",
)


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("name", SCENES)
def test_screen(name: str, lang: str, open_app: Open, snap_compare: Compare) -> None:
    assert snap_compare(open_app(lang=lang), run_before=SCENES[name])


@pytest.mark.parametrize("name", FORMS)
def test_form_in_a_small_terminal(name: str, open_app: Open, snap_compare: Compare) -> None:
    assert snap_compare(open_app(), run_before=SCENES[name], terminal_size=(40, 12))


@pytest.mark.parametrize("lang", OTHERS)
@pytest.mark.parametrize("name", ["sign_in", "dates_errors", "check"])
def test_language(name: str, lang: str, open_app: Open, snap_compare: Compare) -> None:
    assert snap_compare(open_app(lang=lang), run_before=SCENES[name])


@pytest.mark.parametrize("lang", OTHERS)
def test_language_in_a_small_terminal(lang: str, open_app: Open, snap_compare: Compare) -> None:
    assert snap_compare(open_app(lang=lang), run_before=SCENES["insured_other"], terminal_size=(40, 12))
