"""An insurer for each test."""

from collections.abc import Iterator

import pytest

from omi_tui.fake_server.services import Services
from tests.fake_server.cabinet import Cabinet, opened
from tests.fake_server.paying import Shop, running


@pytest.fixture
def cabinet() -> Iterator[Cabinet]:
    with opened() as cabinet:
        yield cabinet


@pytest.fixture
def services() -> Iterator[Services]:
    with running() as services:
        yield services


@pytest.fixture
def shop(services: Services) -> Shop:
    return Shop(services)
