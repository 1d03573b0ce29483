"""The policy's page as a reader takes it apart: its words in both languages, its fonts, its one size."""

import re
import shutil
import subprocess
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from omi_tui.fake_server.policy_pdf import BOLD, VALUE_WIDTH, fit, money_text, policy_pdf
from omi_tui.model.contract import Policy
from omi_tui.model.money import Money
from omi_tui.model.person import InsuredPerson, Policyholder
from tests.fake_server import paying

TRAVELLER = InsuredPerson(**paying.TRAVELLER.model_dump())
VERIFY = "http://127.0.0.1:8080/v1/verify/BS/2080471?check=0123456789abcdef"


def policy(**changes: Any) -> Policy:
    money = Money(amount=Decimal("8.00"), currency="EUR")
    facts: dict[str, Any] = {
        "id": "p1",
        "series": "BS",
        "number": "2080471",
        "begin_date": date(2030, 5, 1),
        "end_date": date(2030, 5, 8),
        "days": 8,
        "state": "future",
        "policyholder": Policyholder(
            last_name_latin="IVANOVA", first_name_latin="OLGA", address="г. Гомель, ул. Советская, д. 10"
        ),
        "policyholder_is_insured": False,
        "insured": TRAVELLER,
        "premium": money,
        "sum_insured": Money(amount=Decimal("10000.00"), currency="EUR"),
        "objects": [],
        "payment_schedule": [],
        "payments": [],
        "order_number": "208047",
        "issued_at": datetime(2030, 4, 20, 9, 30, tzinfo=UTC),
    }
    return Policy(**facts | changes)


def text_of(document: bytes) -> str:
    reader = shutil.which("pdftotext")
    assert reader, "poppler-utils is needed to read the document"
    return subprocess.run(
        [reader, "-layout", "-", "-"], input=document, capture_output=True, check=True
    ).stdout.decode()


def test_the_page_says_all_a_border_guard_asks() -> None:
    text = text_of(policy_pdf(policy(), VERIFY))
    for words in (
        "TRAINING SPECIMEN, NOT A POLICY",
        "УЧЕБНЫЙ ОБРАЗЕЦ",
        "BS № 2080471",
        "Order / Заказ 208047",
        "Insured person",
        "Застрахованное лицо",
        "KATARZYNA NOWAK-KOWALSKA",
        "03.02.1990, POL",
        "AB 1234567 (90020312345)",
        "OLGA IVANOVA",
        "г. Гомель, ул. Советская, д. 10",
        "01.05.2030 00:00 (Minsk, UTC+3)",
        "08.05.2030 23:59 (Minsk, UTC+3)",
        "10 000,00 EUR",
        "8,00 EUR",
        "(+375 17) 269-269-2, 7557",
    ):
        assert words in re.sub(r"[ \u00a0]+", " ", text), words


def test_the_document_is_one_page_with_its_fonts_inside_and_nothing_that_runs() -> None:
    document = policy_pdf(policy(), VERIFY)
    assert document.count(b"/Type /Page\n") == 1
    assert document.count(b"/FontFile2") == 2
    for active in (b"/JavaScript", b"/JS", b"/OpenAction", b"/EmbeddedFile", b"/URI"):
        assert active not in document
    assert len(document) < 60_000


def test_the_same_policy_gives_the_same_bytes() -> None:
    assert policy_pdf(policy(), VERIFY) == policy_pdf(policy(), VERIFY)
    assert policy_pdf(policy(), VERIFY) != policy_pdf(policy(), VERIFY + "0")


@pytest.mark.parametrize("name", ["W" * 64, "ANNA " * 12 + "MARI", "O'NEIL-" * 9 + "X"])
def test_the_longest_names_and_addresses_stay_whole_and_on_the_page(name: str) -> None:
    insured = TRAVELLER.model_copy(update={"last_name_latin": name, "first_name_latin": name})
    holder = Policyholder(last_name_latin=name, first_name_latin=name, address="Ж" * 200)
    lines, size = fit(f"{name} {name}")
    assert "".join(lines).replace(" ", "") == (name + name).replace(" ", "")
    assert all(stringWidth(line, BOLD, size) <= VALUE_WIDTH for line in lines)
    text = text_of(policy_pdf(policy(insured=insured, policyholder=holder), VERIFY))
    assert text.count("Ж") == 200
    assert text.index("Страховой взнос, уплачен") < text.index("Check this policy")


def test_money_is_written_as_in_the_cabinet() -> None:
    assert money_text(Money(amount=Decimal("1234567.80"), currency="EUR")) == "1\u00a0234\u00a0567,80 EUR"
