"""Who needs a policy: by citizenship, status and foreign policy, with reason and source; "ask" where sources differ."""

import pytest

from omi_tui.cli import STATUSES as OFFERED
from omi_tui.model.country import CODES
from omi_tui.model.exemption import STATUSES, Verdict, shipped, verdict


def need(nationality: str, status: str = "", *, foreign_policy: bool = False) -> Verdict:
    return verdict(shipped(), nationality, status, foreign_policy=foreign_policy)


@pytest.mark.parametrize("code", "ARM KAZ KGZ MDA TJK UZB UKR RUS TKM".split())
def test_citizens_of_nine_states_need_none(code: str) -> None:
    assert need(code).needed == "no"


@pytest.mark.parametrize("code", ["GBR", "AZE", "GEO"])
def test_where_sources_disagree_somebody_has_to_ask(code: str) -> None:
    assert need(code).needed == "ask"
    assert need(code, "crew").needed == "no"
    assert need(code, foreign_policy=True).needed == "no"


def test_everybody_else_needs_one_and_every_answer_has_a_reason_and_a_source() -> None:
    answers = {code: need(code) for code in CODES}
    assert {code for code, answer in answers.items() if answer.needed == "no"} == set(
        "ARM KAZ KGZ MDA TJK UZB UKR RUS TKM BLR".split()
    )
    for answer in (*answers.values(), *(need("POL", status) for status in STATUSES), need("POL", foreign_policy=True)):
        assert answer.reason.endswith(".")
        assert answer.source.startswith("http")


@pytest.mark.parametrize("status", STATUSES)
def test_a_status_exempts_whatever_the_citizenship(status: str) -> None:
    assert need("POL", status).needed == "no"


def test_the_command_offers_the_same_statuses() -> None:
    assert OFFERED == STATUSES
