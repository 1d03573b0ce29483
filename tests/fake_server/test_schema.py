"""The database's verdict on a value is the model's: what a rule lets through is kept, what it refuses is not."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import Connection, insert
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.schema import CreateIndex, CreateTable, ExecutableDDLElement

from omi_tui.fake_server.opening import open_insurer
from omi_tui.fake_server.schema import VERSION, accounts, metadata, passports, personal_info
from omi_tui.fake_server.store import MEMORY, Store
from omi_tui.model import rules
from omi_tui.model.person import PersonalInfo
from tests.fake_server.cabinet import PERSON

Rule = Callable[[str], str]
PASSPORT = {
    "document_type": "passport",
    "nationality": "POL",
    "series": None,
    "number": "EK1234567",
    "personal_number": None,
    "issued_by": "Warszawa",
    "issue_date": date(2020, 1, 1),
    "expiry_date": date(2030, 1, 1),
}
RULES: list[tuple[str, Rule]] = [
    ("last_name_latin", rules.latin_name),
    ("first_name_latin", rules.latin_name),
    ("address", rules.address),
    ("phone", rules.phone),
    ("series", rules.document_series),
    ("number", rules.document_number),
    ("personal_number", rules.personal_number),
    ("issued_by", rules.issued_by),
]


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    store = Store(MEMORY)
    yield store
    store.close()


class _UndoError(Exception):
    pass


def kept(store: Store, name: str, value: str) -> bool:
    """Whether the database takes *value* for the column *name*."""

    def work(conn: Connection) -> None:
        account = {"id": "a", "email": "a@example.test", "password_hash": "x", "residence_country": "POL"}
        times = {"created_at": datetime(2030, 1, 1, tzinfo=UTC)}
        conn.execute(
            insert(accounts).values(
                **account, **times, adult_confirmed=True, language="en", email_notices=True, active=True
            )
        )
        if name in PersonalInfo.model_fields:
            person = PersonalInfo.model_validate(PERSON)
            conn.execute(insert(personal_info).values(account_id="a", **(person.model_dump() | {name: value})))
        else:
            conn.execute(insert(passports).values(account_id="a", **(PASSPORT | {name: value})))
        raise _UndoError

    try:
        store.write_now(work)
    except IntegrityError:
        return False
    except _UndoError:
        return True
    raise AssertionError


def values() -> st.SearchStrategy[str]:
    shaped = st.text(alphabet="ABZ azé-' +0189Ж.", max_size=22)
    return st.one_of(
        shaped, shaped.map(str.upper), st.text(max_size=70), st.from_regex(r"\+[1-9][0-9]{5,16}", fullmatch=True)
    )


@pytest.mark.parametrize(("name", "rule"), RULES)
@given(text=values())
@example("")
@example("A" * 64)
@example("A" * 65)
@example("x" * 200)
@example("x" * 201)
@example("ABC\x00")
@example("\x00ABC")
def test_what_the_rule_gives_is_kept(store: Store, name: str, rule: Rule, text: str) -> None:
    try:
        given = rule(text)
    except rules.RuleError:
        return
    assert kept(store, name, given)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("last_name_latin", ""),
        ("last_name_latin", "kowalska"),
        ("last_name_latin", "КОВАЛЬСКАЯ"),
        ("last_name_latin", "-A"),
        ("last_name_latin", "A" * 65),
        ("first_name_latin", "A1"),
        ("address", "Br"),
        ("address", "x" * 201),
        ("phone", "48123456789"),
        ("phone", "+0123456789"),
        ("phone", "+481234567891234567"),
        ("phone", "+48 123 456"),
        ("series", ""),
        ("series", "ABCDEFG"),
        ("number", "ab1234"),
        ("number", "123"),
        ("personal_number", "1-2-3"),
        ("issued_by", "W"),
        ("document_type", "visa"),
        ("nationality", "PL"),
        ("expiry_date", date(2019, 1, 1)),
        ("sex", "x"),
    ],
)
def test_what_no_rule_lets_through_is_not_kept(store: Store, name: str, value: str) -> None:
    assert not kept(store, name, value)


def test_other_tables_have_another_version() -> None:
    """Whoever changes a table or an index raises VERSION, and notes both here: an older file lacks the change."""
    open_insurer(None).store.close()  # every module that has tables of its own is loaded now
    made: list[ExecutableDDLElement] = []
    for table in metadata.sorted_tables:
        made += [CreateTable(table), *map(CreateIndex, sorted(table.indexes, key=lambda index: str(index.name)))]
    words = " ".join(str(part.compile(dialect=sqlite.dialect())) for part in made).split()
    digest = hashlib.sha256(" ".join(words).encode()).hexdigest()
    assert (VERSION, digest[:16]) == (2, "0971310a54f7cf0b")
