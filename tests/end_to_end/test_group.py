"""Fifty people from a list, five of them wrong, killed in the middle and gone on with: fifty drafts and one order."""

import json
import os
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from omi_tui.desk.paths import Paths
from omi_tui.desk.profile_lock import ProfileLock
from omi_tui.model.period import minsk_today
from tests.end_to_end.bundled import Customer, bundled_insurer
from tests.end_to_end.terminal import OMI, environment
from tests.journeys.group_lists import csv_file, mrz_file, xlsx_file

PEOPLE, BAD = 50, 5
SHARED = ("--address", "ul. Lipowa 12, Bialystok", "--phone", "+48600000000", "--residence", "POL")
Make = Callable[[Path, int, int], Path]


def cases() -> Iterator[tuple[int, Make, int]]:
    """The number of the case, how the list is made, and after how many begun calls the program is killed."""
    if os.environ.get("OMI_SWEEP") == "full":
        kills = [(make, begun) for make in (csv_file, xlsx_file, mrz_file) for begun in range(1, 46, 4)]
    else:
        kills = [(csv_file, 2), (xlsx_file, 23), (mrz_file, 44)]
    for number, (make, begun) in enumerate(kills):
        yield number, make, begun


class Desk:
    """A desk where the command is run, again and again."""

    password = "demo-desk-1"

    def __init__(self, home: Path, insurer: Customer, begin: date) -> None:
        self.home, self.url, self.begin = home, str(insurer.http.base_url), begin

    def start(self, path: Path, *more: str) -> "subprocess.Popen[bytes]":
        """Begin to buy for the list at *path*."""
        reading, writing = os.pipe()
        os.write(writing, f"{self.password}\n".encode())
        os.close(writing)
        command = [*OMI, "buy", "--from", str(path), "--begin", f"{self.begin}", "--end", "8d", "--json", *SHARED]
        command += ["--login", "agent@example.test", "--password-fd", str(reading), "--backend", self.url, *more]
        begun = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment(self.home), pass_fds=(reading,))
        os.close(reading)
        return begun

    def buy(self, path: Path, *more: str) -> tuple[int, dict[str, Any]]:
        """Buy to the end: the exit code and the document."""
        run = self.start(path, *more)
        said, _nothing = run.communicate()
        return run.returncode, json.loads(said)

    def kill_after(self, path: Path, begun: int) -> None:
        """Begin, and kill the program without a warning once that many calls are noted in its journal."""
        run = self.start(path)
        while run.poll() is None and self.noted() < begun:
            pass
        run.send_signal(signal.SIGKILL)
        run.communicate()

    def noted(self) -> int:
        """How many calls this desk has noted."""
        journal = self.home / "omi" / "data" / "journal.sqlite3"
        try:
            with closing(sqlite3.connect(f"file:{journal}?mode=ro", uri=True)) as database:
                return int(database.execute("SELECT count(*) FROM operations").fetchone()[0])
        except sqlite3.Error:
            return 0


@pytest.fixture(scope="module")
def insurer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Customer]:
    with bundled_insurer(tmp_path_factory.mktemp("insurer")) as customer:
        yield customer


@pytest.mark.parametrize(("case", "make", "begun"), cases())
def test_inv_01_02_killed_in_the_middle_of_a_group_there_is_one_draft_for_each_person_and_one_order(
    insurer: Customer, tmp_path: Path, case: int, make: Make, begun: int
) -> None:
    desk = Desk(tmp_path / "home", insurer, minsk_today() + timedelta(days=10 + 9 * case))
    wrong, mended = make(tmp_path / "wrong", PEOPLE, BAD), make(tmp_path / "mended", PEOPLE, 0)
    desk.kill_after(wrong, begun)
    code, said = desk.buy(wrong, "--order")
    assert code == 1
    assert said["formed"] == PEOPLE - BAD
    assert said["order_number"] is None
    assert [row["row"] for row in said["rows"] if row["state"] == "wrong"] == [46, 47, 48, 49, 50]
    code, said = desk.buy(mended, "--order")
    assert (code, said["formed"], said["trouble"]) == (0, PEOPLE, None)
    code, again = desk.buy(mended, "--order")
    assert (code, again["order_number"], again["pay_url"]) == (0, said["order_number"], said["pay_url"])

    drafts = [
        draft
        for draft in insurer.http.get("/v1/drafts?limit=1000").json()["items"]
        if draft["begin_date"] == str(desk.begin)
    ]
    assert len({draft["insured"]["passport_number"] for draft in drafts}) == len(drafts) == PEOPLE
    order = insurer.read(said)
    assert sorted(order["draft_ids"]) == sorted(draft["id"] for draft in drafts)
    orders = insurer.http.get("/v1/orders").json()["items"]
    assert [each["order_number"] for each in orders if drafts[0]["id"] in each["draft_ids"]] == [order["order_number"]]


def test_the_exit_codes_say_what_happened(insurer: Customer, tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home", insurer, minsk_today() + timedelta(days=355))
    path = csv_file(tmp_path / "list.csv", 2)
    code, said = desk.buy(path, "--dry-run")
    assert (code, [row["state"] for row in said["rows"]], said["order_number"]) == (0, ["ready", "ready"], None)
    assert insurer.http.get("/v1/drafts?limit=1000").json()["items"][0]["begin_date"] != str(desk.begin)
    assert (said["contracts_listed"], [row["warnings"] for row in said["rows"]]) == ("none", [[], []])
    path.write_text(path.read_text("utf-8").replace('"POL";"ZZ000002"', '"RUS";"ZZ000002"'), "utf-8")
    code, said = desk.buy(path, "--dry-run")
    assert (code, [row["warnings"] for row in said["rows"]]) == (0, [[], ["no"]])
    assert desk.start(tmp_path / "nowhere.csv").wait() == 2
    desk.password = "demo-desk-2"
    code, said = desk.buy(path)
    assert (code, said["formed"]) == (5, 0)
    assert said["trouble"].startswith("The e-mail address or the password is not right.")
    desk.url = "http://127.0.0.1:1"
    code, said = desk.buy(path)
    assert code == 4
    assert said["trouble"]


def test_an_open_order_of_an_earlier_run_that_holds_some_of_them_is_named(insurer: Customer, tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home", insurer, minsk_today() + timedelta(days=300))
    _code, first = desk.buy(csv_file(tmp_path / "two.csv", 2), "--order")
    code, said = desk.buy(csv_file(tmp_path / "three.csv", 3), "--order")
    assert (code, said["formed"]) == (3, 3)
    assert said["contracts_listed"] == "all"
    assert [row["warnings"] for row in said["rows"]] == [[], [], []], "their own drafts are no other contracts"
    assert [said[name] for name in ("order_number", "amount", "pay_url")] == [
        first[name] for name in ("order_number", "amount", "pay_url")
    ]
    assert said["trouble"] == (
        f"Order {first['order_number']} holds some of these drafts and waits for payment. "
        f"Pay it, then run the command again: {first['pay_url']}"
    )


def test_a_group_that_is_stopped_is_kept_and_gone_on_with(insurer: Customer, tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home", insurer, minsk_today() + timedelta(days=340))
    path = csv_file(tmp_path / "list.csv", PEOPLE)
    run = desk.start(path, "--order")
    while run.poll() is None and desk.noted() < 2:
        pass
    run.terminate()
    code, said = run.wait(), json.loads(run.communicate()[0])
    assert (code, said["order_number"]) == (3, None)
    assert 0 < said["formed"] < PEOPLE
    assert said["trouble"] == "Stopped. What was formed is kept. Run the command again to go on."
    code, again = desk.buy(path)
    assert (code, again["formed"]) == (0, PEOPLE)
    drafts = insurer.http.get("/v1/drafts?limit=1000").json()["items"]
    assert len([draft for draft in drafts if draft["begin_date"] == str(desk.begin)]) == PEOPLE


def test_a_group_writes_nothing_while_another_window_does(insurer: Customer, tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home", insurer, minsk_today() + timedelta(days=320))
    path = csv_file(tmp_path / "list.csv", 2)
    data = desk.home / "omi" / "data"
    window = ProfileLock(Paths(data / "none", data, data).lock(desk.url))
    assert window.take()
    code, said = desk.buy(path)
    window.release()
    assert (code, said["formed"]) == (3, 0)
    assert said["trouble"].startswith("Nothing can be changed from this window")
    code, said = desk.buy(path)
    assert (code, said["formed"]) == (0, 2)
