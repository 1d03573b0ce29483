"""Prices and the reference data; neither asks who you are."""

import pytest

from omi_tui.fake_server.tariffs import tariff
from tests.fake_server.cabinet import Cabinet, code, day, fields


async def test_eight_days_cost_eight_euros(cabinet: Cabinet) -> None:
    body = {"product": "OMI", "begin_date": cabinet.day(0), "end_date": cabinet.day(7)}
    answer = await cabinet.api.post("/v1/quotes", json=body)
    assert answer.status_code == 201
    quote = answer.json()
    assert quote["days"] == 8
    assert quote["premium"] == {"amount": "8.00", "currency": "EUR"}
    assert quote["sum_insured"] == {"amount": "10000.00", "currency": "EUR"}
    assert (quote["tariff_id"], quote["tariff_verified"]) == ("table-a-x2", False)


def test_the_tariff_is_whole() -> None:
    table = tariff()
    assert (table.longest, len(table.bands)) == (365, 34)
    assert [str(table.band(days).premium.amount) for days in (1, 8, 31, 365)] == ["2.00", "8.00", "30.00", "170.00"]
    assert not table.verified
    assert "No document seen confirms it" in table.note


@pytest.mark.parametrize(
    ("begin", "end", "problem"),
    [
        (-1, 3, "/begin_date begin_date.past"),
        (366, 370, "/begin_date begin_date.too_far"),
        (3, 2, "/end_date end_date.before_begin"),
        (1, 366, "/end_date end_date.too_long"),
    ],
)
async def test_a_term_that_is_not_sold(cabinet: Cabinet, begin: int, end: int, problem: str) -> None:
    body = {"product": "OMI", "begin_date": cabinet.day(begin), "end_date": cabinet.day(end)}
    answer = await cabinet.api.post("/v1/quotes", json=body)
    assert code(answer) == (422, "validation")
    assert fields(answer) == {problem}


@pytest.mark.parametrize(("begin", "end"), [(365, 365), (0, 364), (365, 729)])
async def test_the_edges_are_sold(cabinet: Cabinet, begin: int, end: int) -> None:
    body = {"begin_date": cabinet.day(begin), "end_date": cabinet.day(end)}
    assert (await cabinet.api.post("/v1/quotes", json=body)).status_code == 201


@pytest.mark.parametrize(
    "odd", [0, 1.5, True, None, "", "2030-02-30", "2030-1-1", "01.02.2030", "2030-01-01T00:00:00", [], {}]
)
async def test_an_odd_day_is_refused(cabinet: Cabinet, odd: object) -> None:
    answer = await cabinet.api.post("/v1/quotes", json={"begin_date": odd, "end_date": "9999-12-31"})
    assert fields(answer) == {"/begin_date begin_date.format"}


async def test_the_last_day_of_the_calendar_breaks_nothing(cabinet: Cabinet) -> None:
    answer = await cabinet.api.post("/v1/quotes", json={"begin_date": "9999-12-31", "end_date": "9999-12-31"})
    assert fields(answer) == {"/begin_date begin_date.too_far"}


async def test_reference_names_limits_and_sources(cabinet: Cabinet) -> None:
    reference = (await cabinet.api.get("/v1/reference")).json()
    assert {"POL", "BLR", "XXA", "RKS"} <= set(reference["countries"])
    assert reference["document_types"][0] == "passport"
    limits = reference["limits"]
    assert limits["first_start_day"] == cabinet.day(0)
    assert (day(limits["last_start_day"]) - day(limits["first_start_day"])).days == 365
    assert limits["longest_term_days"] == 365
    verdicts = {rule["nationality"]: rule["verdict"] for rule in reference["exemptions"] if rule["nationality"]}
    assert verdicts["KAZ"] == verdicts["RUS"] == "exempt"
    assert verdicts["GBR"] == verdicts["GEO"] == "ask"
    assert all(rule["reason"] and rule["source"].startswith("http") for rule in reference["exemptions"])
