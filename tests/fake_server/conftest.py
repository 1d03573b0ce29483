"""An insurer for each test."""

from collections.abc import Iterator

import pytest

from tests.fake_server.cabinet import Cabinet, opened


@pytest.fixture
def cabinet() -> Iterator[Cabinet]:
    with opened() as cabinet:
        yield cabinet
