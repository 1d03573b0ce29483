"""The fingerprint stands for what was confirmed, whatever the order of the fields."""

import hashlib
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from omi_tui.model.fingerprint import canonical, fingerprint

TEXT = st.text(max_size=8)
VALUES = st.none() | st.booleans() | st.integers() | TEXT | st.dictionaries(TEXT, TEXT)
BODIES = st.dictionaries(TEXT, VALUES, max_size=6)


def test_known_bytes() -> None:
    body = {"b": "Łódź", "a": {"d": None, "c": True}, "fingerprint": "0" * 64}
    assert canonical({"b": "Łódź", "a": 1}) == '{"a":1,"b":"Łódź"}'.encode()
    assert fingerprint(body) == hashlib.sha256('{"a":{"c":true,"d":null},"b":"Łódź"}'.encode()).hexdigest()


@given(BODIES, st.randoms(use_true_random=False))
def test_order_says_nothing(body: dict[str, Any], random: Any) -> None:
    items = list(body.items())
    random.shuffle(items)
    assert fingerprint(dict(items)) == fingerprint(body)
    assert fingerprint({**body, "fingerprint": "x"}) == fingerprint(body)
    assert json.loads(canonical(body)) == body


@given(BODIES)
def test_a_change_shows(body: dict[str, Any]) -> None:
    assert fingerprint({**body, "begin_date": "2026-11-28"}) != fingerprint({**body, "begin_date": "2026-11-29"})
