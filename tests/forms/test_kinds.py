"""Kinds of fields that know more than their own text."""

from datetime import date

import pytest

from omi_tui.forms.field import Surroundings, Unreadable
from omi_tui.forms.kinds import CountryField


def test_nobody_lives_in_an_organisation() -> None:
    lived_in, citizenship = CountryField(id="a", label="A", lived_in=True), CountryField(id="b", label="B")
    around = Surroundings(date(2026, 11, 23), {})
    assert citizenship.parse("XXA", around) == "XXA"
    with pytest.raises(Unreadable):
        lived_in.parse("XXA", around)
    assert "UNO" not in [choice.code for choice in lived_in.options("")]
    assert lived_in.parse("RKS", around) == "RKS"
