"""SEC-10: a card number is known for what it is, however it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omi_tui.text.card_numbers import has_card_number, is_card_number, mask_card_numbers

CARDS = [
    "4111111111111111",
    "5555555555554444",
    "378282246310005",
    "2200000000000004",
    "6200000000000005",
    "4222222222222",
]


def check_digit(digits: str) -> str:
    total = sum(sum(divmod(int(char) * (2 - place % 2), 10)) for place, char in enumerate(reversed(digits)))
    return str(-total % 10)


@pytest.mark.parametrize(
    "text",
    [
        *CARDS,
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "4111\u00a01111\u00a01111\u00a01111",
        "my card 4111 1111 1111 1111, thanks",
        "4111 1111 1111 1111 12/30 123",
        "4111 1111 1111 1111 1230 123",
        "flat 7 4111 1111 1111 1111",
        "4111.1111.1111.1111",
        "4111/1111/1111/1111",
        "flat 1234.4111.1111.1111.1111",
        "3782.822463.10005",
        "3530.1113.3330.0000",
        "٤١١١١١١١١١١١١١١١",
    ],
)
def test_sec_10_found_and_masked(text: str) -> None:
    assert has_card_number(text)
    masked = mask_card_numbers(text)
    assert not has_card_number(masked)
    assert "****" in masked


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ul. Lipowa 12, 15-427 Bialystok",
        "+375 29 123-45-67",
        "4111111111111112",
        "0000000000000000",
        "41111111 11111",
        "order 208047 of 12.03.2036",
        "550e8400-e29b-41d4-a716-446655440000",
        "key f31aeb00-4982-4407-8941-965096ee86ef",
        "key f31aeb00-4111-1111-1111-1111aaee86ef",
        "41.11.11.11.11.11.11.11",
        "28.11.2026/05.12.2026",
        "years 2023/2024/2025/2026",
    ],
)
def test_nothing_is_found_where_nothing_is(text: str) -> None:
    assert not has_card_number(text)
    assert mask_card_numbers(text) == text


def test_a_number_of_a_state_is_no_card() -> None:
    """South African identity numbers have 13 digits and a card's check digit; Chinese ones have 18."""
    assert not is_card_number("8001015009087")
    assert not is_card_number("62010219800101001" + check_digit("62010219800101001"))
    assert is_card_number("4111111111111111")
    assert is_card_number("378282246310005")


@given(st.integers(10**11, 10**18 - 1), st.sampled_from(["", " ", "-"]), st.text("abc,. ", max_size=5))
def test_sec_10_any_number_with_its_check_digit(number: int, between: str, around: str) -> None:
    digits = str(number) + check_digit(str(number))
    text = around + "x" + between.join(digits[place : place + 4] for place in range(0, len(digits), 4)) + "x" + around
    assert has_card_number(text)
    assert not has_card_number(mask_card_numbers(text))
