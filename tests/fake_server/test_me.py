"""The customer's own record: entity tags, rules with a calendar, password and address."""

from typing import Any

import pytest

from tests.fake_server.cabinet import PASSWORD, PERSON, Cabinet, code, fields

EWA = "ewa@example.test"


@pytest.mark.parametrize("part", ["personal-info", "passport"])
async def test_a_part_is_made_read_and_changed_by_its_etag(cabinet: Cabinet, part: str) -> None:
    ewa = await cabinet.customer("ewa", profile=False)
    path, body = f"/v1/me/{part}", PERSON if part == "personal-info" else cabinet.passport()
    nothing = await ewa.get(path)
    assert code(nothing) == (404, f"{part.replace('-', '_')}.not_found")
    assert code(await ewa.put(path, json=body)) == (428, "precondition.missing")
    made = await ewa.put(path, json=body, headers={"If-Match": nothing.headers["etag"]})
    assert made.status_code == 200
    read = await ewa.get(path)
    assert read.headers["etag"] == made.headers["etag"] != nothing.headers["etag"]
    assert {name: value for name, value in read.json().items() if value is not None} == body
    stale = await ewa.put(path, json=body, headers={"If-Match": nothing.headers["etag"]})
    assert code(stale) == (412, "precondition.stale")
    assert stale.headers["etag"] == read.headers["etag"]
    weak = await ewa.put(path, json=body, headers={"If-Match": f"W/{read.headers['etag']}"})
    assert weak.status_code == 412
    either = await ewa.put(path, json=body, headers={"If-Match": f'"9", {read.headers["etag"]}'})
    assert either.status_code == 200
    assert (await ewa.put(path, json=body, headers={"If-Match": "*"})).status_code == 200


@pytest.mark.parametrize(
    ("part", "values", "problem"),
    [
        ("personal-info", {"birth_date": "+0"}, "/birth_date birth_date.future"),
        ("personal-info", {"birth_date": "1850-01-01"}, "/birth_date birth_date.too_old"),
        ("personal-info", {"birth_date": 0}, "/birth_date birth_date.format"),
        ("personal-info", {"birth_date": "1990-02-30"}, "/birth_date birth_date.format"),
        ("personal-info", {"last_name_latin": "Ковальская"}, "/last_name_latin last_name_latin.cyrillic"),
        ("personal-info", {"address": "Brest\x00 Lipova"}, "/address address.format"),
        ("personal-info", {"address": "Brest \x1b[31m"}, "/address address.format"),
        ("personal-info", {"phone": "12"}, "/phone phone.format"),
        ("passport", {"issue_date": "+1"}, "/issue_date issue_date.future"),
        ("passport", {"expiry_date": "-1"}, "/expiry_date expiry_date.expired"),
        ("passport", {"issue_date": "+0", "expiry_date": "+0"}, "/expiry_date expiry_date.before_issue"),
        ("passport", {"number": "12"}, "/number number.format"),
        ("passport", {"nationality": "ZZZ"}, "/nationality nationality.unknown"),
        ("passport", {"document_type": "visa"}, "/document_type document_type.format"),
    ],
)
async def test_a_broken_rule_is_named_at_its_field(
    cabinet: Cabinet, part: str, values: dict[str, Any], problem: str
) -> None:
    ewa = await cabinet.customer("ewa", profile=False)
    for name, value in values.items():
        if isinstance(value, str) and value[0] in "+-":
            values = values | {name: cabinet.day(int(value))}
    body = (PERSON if part == "personal-info" else cabinet.passport()) | values
    answer = await ewa.put(f"/v1/me/{part}", json=body, headers={"If-Match": '"0"'})
    assert code(answer) == (422, "validation")
    assert fields(answer) == {problem}


async def test_someone_with_one_name_leaves_the_other_out(cabinet: Cabinet) -> None:
    ewa = await cabinet.customer("ewa", profile=False)
    body = {name: value for name, value in PERSON.items() if not name.startswith("first_name")}
    saved = await ewa.put("/v1/me/personal-info", json=body | {"patronymic": " "}, headers={"If-Match": '"0"'})
    assert saved.json()["first_name_latin"] is None
    assert saved.json()["patronymic"] is None


async def test_settings_change_and_their_etag_covers_the_password(cabinet: Cabinet) -> None:
    ewa = await cabinet.customer("ewa")
    read = await ewa.get("/v1/me/settings")
    assert read.json() == {"language": "en", "email_notices": True, "email": EWA, "residence_country": "POL"}
    body = {"language": "ru", "email_notices": False}
    saved = await ewa.put("/v1/me/settings", json=body, headers={"If-Match": read.headers["etag"]})
    assert saved.json() == read.json() | body
    stale = {"If-Match": read.headers["etag"]}
    new = {"old_password": PASSWORD, "password": "a new password"}
    assert code(await ewa.put("/v1/me/password", json=new, headers=stale)) == (412, "precondition.stale")


async def test_a_new_password_needs_the_old_one_and_ends_the_other_sessions(cabinet: Cabinet) -> None:
    ewa = await cabinet.customer("ewa")
    elsewhere = cabinet.caller((await cabinet.sign_in(EWA))["access_token"])
    match = {"If-Match": (await ewa.get("/v1/me/settings")).headers["etag"]}
    wrong = await ewa.put(
        "/v1/me/password", json={"old_password": "not it", "password": "a new password"}, headers=match
    )
    assert code(wrong) == (422, "password.wrong")
    assert fields(wrong) == {"/old_password old_password.wrong"}
    changed = await ewa.put(
        "/v1/me/password", json={"old_password": PASSWORD, "password": "a new password"}, headers=match
    )
    assert changed.status_code == 204
    assert changed.headers["etag"] == (await ewa.get("/v1/me/settings")).headers["etag"] != match["If-Match"]
    assert (await elsewhere.get("/v1/me/settings")).status_code == 401
    await cabinet.sign_in(EWA, "a new password")


@pytest.mark.parametrize("by_link", [True, False])
async def test_a_new_address_counts_once_its_mail_is_answered(cabinet: Cabinet, by_link: bool) -> None:
    ewa = await cabinet.customer("ewa")
    new, match = "ewa.new@example.test", {"If-Match": (await ewa.get("/v1/me/settings")).headers["etag"]}
    wrong = await ewa.put("/v1/me/email", json={"email": new, "password": "not it"}, headers=match)
    assert fields(wrong) == {"/password password.wrong"}
    await cabinet.ok(ewa.put("/v1/me/email", json={"email": new, "password": PASSWORD}, headers=match))
    assert (await ewa.get("/v1/me/settings")).json()["email"] == EWA
    (mail,) = await cabinet.mails(new)
    if by_link:
        await cabinet.api.get(mail["links"][0].removeprefix(cabinet.services.url))
    else:
        body = {"email": new, "ticket": await cabinet.ticket(new)}
        await cabinet.ok(cabinet.api.post("/v1/accounts/activation", json=body))
    assert (await ewa.get("/v1/me/settings")).json()["email"] == new
    await cabinet.sign_in(new)


async def test_an_address_of_somebody_else_is_not_told_and_not_taken(cabinet: Cabinet) -> None:
    ewa = await cabinet.customer("ewa")
    match = {"If-Match": (await ewa.get("/v1/me/settings")).headers["etag"]}
    late = "late@example.test"
    await cabinet.ok(ewa.put("/v1/me/email", json={"email": late, "password": PASSWORD}, headers=match))
    ticket = await cabinet.ticket(late)
    await cabinet.customer("late")
    taken = await cabinet.api.post("/v1/accounts/activation", json={"email": late, "ticket": ticket})
    assert code(taken) == (409, "email.taken")
    again = await ewa.put("/v1/me/email", json={"email": late, "password": PASSWORD}, headers=match)
    assert again.status_code == 202
    assert (await cabinet.mails(late))[-1]["links"] == []
