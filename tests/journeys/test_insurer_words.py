"""Every text that the bundled insurer's data carry is known, so that it can be translated."""

from omi_tui.fake_server.contracts import RISK
from omi_tui.fake_server.tariffs import exemptions
from omi_tui.journeys.insurer_words import KNOWN, in_words
from omi_tui.model import exemption
from omi_tui.text.i18n import set_language


def test_every_reason_and_risk_is_known() -> None:
    grounds = {exemption.shipped().otherwise.reason, exemption.shipped().foreign_policy.reason}
    assert {rule.reason for rule in exemptions()} | grounds | {RISK} == set(KNOWN)


def test_known_texts_are_said_in_russian_and_others_stay() -> None:
    set_language("ru")
    assert in_words("Physical person ANNA IVANOVA") == "Физическое лицо ANNA IVANOVA"
    assert in_words(RISK) != RISK
    assert in_words("Something of the insurer's own") == "Something of the insurer's own"
    set_language("en")
    assert in_words("Physical person ANNA IVANOVA") == "Physical person ANNA IVANOVA"
