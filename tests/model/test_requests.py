"""What is sent to the insurer: strict, frozen, and failing with the kind of the rule that was broken."""

from datetime import date
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from omi_tui.model.account import AccountSettings, Activation, PasswordReset, SignIn, SignUp
from omi_tui.model.base import Answer
from omi_tui.model.contract import DraftRequest, Order, OrderRequest, Page, QuoteRequest
from omi_tui.model.passport import DOCUMENT_TYPES, PassportDetails
from omi_tui.model.person import Insured, PersonalInfo, Policyholder, full_name
from omi_tui.model.problem import Problem
from omi_tui.model.reference import Reference

INSURED = {
    "last_name_latin": "Kowalska",
    "first_name_latin": "Magdalena",
    "birth_date": "1986-07-14",
    "citizenship": "pol",
    "passport_series": "zz",
    "passport_number": "123 4567",
    "personal_number": "86071400000",
    "address": "ul. lipowa 12, 15-427 bialystok",
    "phone": "+48 600 000 000",
    "country_of_residence": "POL",
}
PERSON = {
    "last_name": "Ковальская",
    "first_name": "Магдалена",
    "patronymic": " ",
    "last_name_latin": "KOWALSKA",
    "first_name_latin": "MAGDALENA",
    "sex": "female",
    "birth_date": "1986-07-14",
    "address": "ul. Lipowa 12",
    "phone": "+48600000000",
}
PASSPORT = {
    "document_type": "passport",
    "nationality": "POL",
    "series": "",
    "number": "ZZ1234567",
    "issued_by": "Prezydent miasta",
    "issue_date": "2021-05-31",
    "expiry_date": "2031-05-31",
}
DRAFT = {
    "quote_id": "q-1",
    "begin_date": "2026-11-28",
    "end_date": "2026-12-05",
    "policyholder_is_insured": False,
    "insured": INSURED,
    "country_of_residence": "POL",
    "confirmed": True,
    "fingerprint": "0" * 64,
}
SIGN_UP = {"email": "A@example.test", "password": "demo-desk-1", "residence_country": "POL", "adult_confirmed": True}
EVERY: list[tuple[type[BaseModel], dict[str, Any]]] = [
    (Insured, INSURED),
    (PersonalInfo, PERSON),
    (PassportDetails, PASSPORT),
    (DraftRequest, DRAFT),
    (SignUp, SIGN_UP),
    (SignIn, {"login": "a@example.test", "password": "x"}),
    (Activation, {"email": "a@example.test", "ticket": "t"}),
    (PasswordReset, {"password": "demo-desk-1"}),
    (AccountSettings, {"language": "ru", "email_notices": True}),
    (QuoteRequest, {"begin_date": "2026-11-28", "end_date": "2026-12-05"}),
    (OrderRequest, {"draft_ids": ["d-1"]}),
]


def faults(model: type[BaseModel], body: dict[str, Any]) -> list[tuple[tuple[int | str, ...], str]]:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(body)
    return [(error["loc"], error["type"]) for error in caught.value.errors()]


@pytest.mark.parametrize(("model", "body"), EVERY)
def test_there_and_back(model: type[BaseModel], body: dict[str, Any]) -> None:
    sent = model.model_validate(body)
    assert model.model_validate_json(sent.model_dump_json()) == sent


@pytest.mark.parametrize(("model", "body"), EVERY)
def test_an_unknown_field_is_refused(model: type[BaseModel], body: dict[str, Any]) -> None:
    assert faults(model, {**body, "card_number": "1"}) == [(("card_number",), "extra_forbidden")]


@pytest.mark.parametrize(("model", "body"), EVERY)
def test_every_field_but_the_optional_is_missed(model: type[BaseModel], body: dict[str, Any]) -> None:
    for name, field in model.model_fields.items():
        rest = {key: value for key, value in body.items() if key != name}
        if field.is_required():
            assert faults(model, rest) == [((name,), "missing")]
        else:
            model.model_validate(rest)


def test_what_is_sent_is_what_the_rules_return() -> None:
    sent = Insured.model_validate(INSURED)
    assert (sent.last_name_latin, sent.citizenship, sent.passport_number) == ("KOWALSKA", "POL", "1234567")
    assert (sent.phone, sent.passport_series, sent.birth_date) == ("+48600000000", "ZZ", date(1986, 7, 14))


def test_blank_is_not_given() -> None:
    assert PersonalInfo.model_validate(PERSON).patronymic is None
    assert PassportDetails.model_validate(PASSPORT).series is None
    one_name = Insured.model_validate({**INSURED, "first_name_latin": ""})
    assert (one_name.first_name_latin, full_name(one_name)) == (None, "KOWALSKA")
    assert full_name(Policyholder(last_name_latin="IVANOVA", first_name_latin="ANNA", address="x")) == "ANNA IVANOVA"


@pytest.mark.parametrize(
    ("model", "body", "field", "value", "error"),
    [
        (Insured, INSURED, "last_name_latin", "Иванова", "cyrillic"),
        (Insured, INSURED, "last_name_latin", " ", "missing"),
        (Insured, INSURED, "first_name_latin", "Anna2", "format"),
        (Insured, INSURED, "citizenship", "UTO", "unknown"),
        (Insured, INSURED, "passport_number", "12", "format"),
        (Insured, INSURED, "passport_series", "1234567", "too_long"),
        (Insured, INSURED, "phone", "600", "format"),
        (Insured, INSURED, "address", "a" * 201, "too_long"),
        (PersonalInfo, PERSON, "last_name", "<b>", "format"),
        (PersonalInfo, PERSON, "sex", "x", "literal_error"),
        (PassportDetails, PASSPORT, "document_type", "visa", "literal_error"),
        (PassportDetails, PASSPORT, "number", "МР1234567", "cyrillic"),
        (SignUp, SIGN_UP, "password", "Password1", "common"),
        (SignUp, SIGN_UP, "email", "agent", "format"),
        (SignUp, SIGN_UP, "adult_confirmed", False, "literal_error"),
        (DraftRequest, DRAFT, "confirmed", False, "literal_error"),
        (DraftRequest, DRAFT, "fingerprint", "0" * 63, "string_pattern_mismatch"),
        (DraftRequest, DRAFT, "fingerprint", "0" * 64 + "\n", "string_pattern_mismatch"),
        (DraftRequest, DRAFT, "quote_id", "../x", "string_pattern_mismatch"),
    ],
)
def test_the_kind_of_the_rule(model: type[BaseModel], body: dict[str, Any], field: str, value: Any, error: str) -> None:
    assert faults(model, {**body, field: value}) == [((field,), error)]


def test_an_error_points_into_the_insured_person() -> None:
    body = {**DRAFT, "insured": {**INSURED, "passport_number": "?"}}
    assert faults(DraftRequest, body) == [(("insured", "passport_number"), "format")]


def test_an_order_has_drafts() -> None:
    assert faults(OrderRequest, {"draft_ids": []}) == [(("draft_ids",), "too_short")]


def test_requests_are_frozen() -> None:
    sent = Insured.model_validate(INSURED)
    for field in Insured.model_fields:
        with pytest.raises(ValidationError, match="frozen"):
            setattr(sent, field, "X")


def test_a_failure_does_not_repeat_what_was_sent() -> None:
    with pytest.raises(ValidationError) as caught:
        Insured.model_validate({**INSURED, "passport_number": "SECRET/1", "birth_date": "SECRET", "extra": "SECRET"})
    assert "SECRET" not in str(caught.value)
    assert "SECRET" not in repr(caught.value)


def test_an_answer_may_say_more_than_is_known() -> None:
    problem = Problem.model_validate({"status": 409, "code": "contract.overlap", "other_id": "d-2", "new": [1]})
    assert (problem.other_id, problem.field_errors, problem.retryable) == ("d-2", [], False)
    page = Page[Policyholder].model_validate({"items": [{"last_name_latin": "X", "address": "y"}], "next": "z"})
    assert (page.items[0].last_name_latin, page.next_cursor) == ("X", None)
    order = Order.model_validate(
        {
            **{"order_number": "208047", "amount": {"amount": "8.00", "currency": "EUR"}, "state": "created"},
            **{"pay_url": "http://127.0.0.1/pay", "draft_ids": ["d-1"]},
            **{"created_at": "2026-11-28T15:00:00Z", "expires_at": "2026-11-28T15:20:00Z"},
        }
    )
    assert (order.policies, order.events, order.expires_at.utcoffset()) == ([], [], order.created_at.utcoffset())
    assert issubclass(Order, Answer)


def test_the_types_of_documents_are_known_once() -> None:
    field = PassportDetails.model_json_schema()["properties"]["document_type"]
    assert tuple(field["enum"]) == DOCUMENT_TYPES


def test_reference() -> None:
    exemption = {"nationality": "RUS", "verdict": "exempt", "reason": "treaty", "source": "https://example.test"}
    body = {
        **{"countries": ["POL"], "document_types": list(DOCUMENT_TYPES), "exemptions": [exemption]},
        **{"tariff_id": "test", "tariff_verified": False},
        "limits": {"first_start_day": "2026-11-23", "last_start_day": "2027-11-23", "longest_term_days": 365},
    }
    reference = Reference.model_validate(body)
    assert reference.limits.first_start_day == date(2026, 11, 23)
    assert (reference.exemptions[0].verdict, reference.exemptions[0].status) == ("exempt", None)
