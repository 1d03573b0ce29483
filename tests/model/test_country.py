"""Countries by code, by name in every shipped language, by prefix (A06)."""

import subprocess
import sys
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omi_tui.model import country
from omi_tui.model.country import ALPHA_3, CODES, find, name, show
from omi_tui.model.country_names import ALIASES, ICAO_NAMES
from omi_tui.model.rules import RuleError
from omi_tui.model.rules import country as country_rule
from omi_tui.text.i18n import LANGUAGES, set_language

EVERY = sorted(CODES)


def test_the_codes() -> None:
    iso = {code for code, short in CODES.items() if short and code != "RKS"}
    assert len(iso) == 249
    assert all(len(code) == 3 and code.isalpha() and code.isupper() for code in CODES)
    assert len(set(ALPHA_3)) == 251
    assert set(CODES) - iso == {"RKS", *ICAO_NAMES}
    assert "UTO" not in CODES
    assert not set(ALIASES) - set(CODES)
    assert (ALPHA_3["D"], ALPHA_3["XK"], CODES["XXA"]) == ("DEU", "RKS", None)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_country_is_found_by_all_it_shows(code: str) -> None:
    set_language(code)
    for alpha_3 in EVERY:
        assert name(alpha_3) != alpha_3
        assert find(alpha_3) == find(show(alpha_3)) == find(name(alpha_3)) == find(name(alpha_3).upper()) == [alpha_3]
        assert find(alpha_3.lower())[0] == alpha_3
        begun = find(name(alpha_3)[:4])  # Ķīna begins the special regions of China, and is China
        assert alpha_3 in begun or len(begun) == 1


def test_every_short_code() -> None:
    for short, alpha_3 in ALPHA_3.items():
        assert find(short) == [alpha_3]
        assert find(short.lower())[0] == alpha_3


def test_names_do_not_collide() -> None:
    for one, other in product(EVERY, EVERY):
        assert one >= other or not country._names(one, country._ALL) & country._names(other, country._ALL), (one, other)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("pol", "POL"),
        ("pl", "POL"),
        ("kor", "KOR PRK"),
        ("korea", "PRK KOR"),
        ("KOR", "KOR"),
        ("aus", "AUS AUT"),
        ("ind", "IND IDN"),
        ("niger", "NER"),
        ("guinea", "GIN"),
        ("congo", "COG COD"),
        ("Byelorussia", "BLR"),
        ("Turkey", "TUR"),
        ("turkiye", "TUR"),
        ("Czech Republic", "CZE"),
        ("czechia", "CZE"),
        ("UK", "GBR"),
        ("england", "GBR"),
        ("usa", "USA"),
        ("holl", "NLD"),
        ("burma", "MMR"),
        ("cote d'iv", "CIV"),
        ("bosnia and h", "BIH"),
        ("saint luc", "LCA"),
        ("польша", "POL"),
        ("ПОЛЬ", "POL"),
        ("сша", "USA"),
        ("кнр", "CHN"),
        ("коре", "PRK KOR"),
        ("зщдфтв", "POL"),
        ("  latvia ", "LVA"),
        ("POL  Польша", "POL"),
        ("stateless", "XXA"),
        ("лицо без", "XXA"),
        ("refugee", "XXB XXC"),
        ("uto", ""),
        ("utopia", ""),
        ("Another country", ""),
        ("POL  Germany", ""),
        ("", ""),
        (" - ", ""),
    ],
)
def test_find(text: str, codes: str) -> None:
    assert find(text) == codes.split()


def test_the_order_follows_the_language() -> None:
    assert find("коре") == ["PRK", "KOR"]
    set_language("ru")
    assert (name("POL"), show("POL"), sorted(find("коре"))) == ("Польша", "POL  Польша", ["KOR", "PRK"])


def test_the_languages_of_the_counter_go_before_the_others() -> None:
    assert find("pol") == ["POL"]
    assert find("niem") == find("vokiet") == find("vāc") == find("vac") == find("德") == ["DEU"]
    set_language("pl")
    assert find("pol") == ["POL", "PYF"]
    assert (name("XXA"), name("HKG")) == ("Bezpaństwowiec", "SRA Hongkong (Chiny)")
    set_language("zh_Hans")
    assert (show("BLR"), find("白俄"), name("RKS")) == ("BLR  白俄罗斯", ["BLR"], "科索沃")


@pytest.mark.parametrize("code", LANGUAGES)
def test_i01_every_country_has_a_name_of_its_own_in_every_language(code: str) -> None:
    set_language(code)
    names = {each: name(each) for each in EVERY}
    assert len(set(names.values())) == len(EVERY)
    latin = {each for each in EVERY if code in ("ru", "be", "zh_Hans") and names[each].isascii()}
    assert latin <= {"XPO"}, {each: names[each] for each in latin}


def test_k04_a_letter_loads_no_more_languages_than_it_needs() -> None:
    """Names of all languages are loaded by the first name that three languages do not know, and once."""
    program = (
        "from omi_tui.model import country\n"
        "loaded = country._territories.cache_info\n"
        "country.find('p'), country.find('POL  Poland'); few = loaded().misses\n"
        "country.find('vok'); all_ = loaded().misses\n"
        "country.find('vac'); print(few, all_, loaded().misses)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["2", "8", "8"], done.stdout


def test_what_is_not_known_is_shown_as_it_is() -> None:
    assert (name("UTO"), show("UTO")) == ("UTO", "UTO")


@given(st.text(max_size=12))
def test_any_text(text: str) -> None:
    found = find(text)
    assert set(found) <= set(CODES)
    assert len(set(found)) == len(found)


def test_the_rule() -> None:
    assert (country_rule(" pol "), country_rule("D"), country_rule("xxa")) == ("POL", "DEU", "XXA")
    for text, kind in (("", "missing"), ("UTO", "unknown"), ("PL", "unknown"), ("Poland", "unknown")):
        with pytest.raises(RuleError) as caught:
            country_rule(text)
        assert caught.value.kind == kind
