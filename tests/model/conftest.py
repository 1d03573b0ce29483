from collections.abc import Iterator

import pytest

from omi_tui.text.i18n import set_language


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")
