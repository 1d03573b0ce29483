"""Bad days: the insurer goes away, ends the session, or something else answers. The form keeps every letter."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.end_to_end.terminal import Terminal
from tests.end_to_end.wizard import OTHER, at, dates, fill_labels, insurer, sign_in

TYPED = ("KOWALSKA", "MAGDALENA", "14.7.86", "1234567", "ul. lipowa 12, 15-427 bialystok")
"""What stands in the form while the day goes bad."""


def _half_a_person(terminal: Terminal) -> Terminal:
    """Type another insured person up to the country of residence, and stay there."""
    dates(terminal).press("Space").wait_for("› [ ]", "Last name in Latin").press("Enter")
    fill_labels(terminal, dict(list(OTHER.items())[:-1]))
    return terminal.wait_for("› Country of residence").type("pol")


def test_the_insurer_goes_away_in_the_middle(home: Path) -> None:
    with insurer() as running, at(home, running.url) as terminal:
        sign_in(terminal)
        _half_a_person(terminal)
        terminal.press("Enter").wait_for("› [ ] I confirm").press("Space").wait_for("› [x]").press("F10")
        terminal.wait_for("Do you really want to conclude").settle()
        running.stop()
        terminal.press("2").wait_for("The insurer could not be reached", "MAGDALENA KOWALSKA", limit=60)
        assert terminal.process.poll() is None
        terminal.press("Esc").wait_for("Who is insured?", *TYPED)


def test_the_session_ends_in_the_middle(home: Path) -> None:
    with insurer() as running, at(home, running.url) as terminal:
        sign_in(terminal).press("7").wait_for("› Last name").press(*["Tab"] * 7)
        terminal.wait_for("› Address").type(", door 3")
        running.control("PUT", "/clock", mode="offset", offset_seconds=35 * 86400.0)
        terminal.press("F10").wait_for("Sign in again", "What you typed is kept.", "› Password")
        terminal.type("demo-desk-1").press("Enter").wait_gone("Sign in again")
        terminal.wait_for("Personal information is saved.", "Minsk, Lipova 1, flat 7, door 3")


class _WebPage(BaseHTTPRequestHandler):
    """Answers everything with a page, as a proxy or a portal of a hotel does."""

    def _answer(self) -> None:
        page = b"<!doctype html><html><title>Welcome to our network</title><body>Log in first</body></html>"
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    do_GET = do_POST = do_PUT = do_DELETE = _answer

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@contextmanager
def _web_page() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _WebPage)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_web_page_answers_instead(home: Path) -> None:
    with _web_page() as url, at(home, url) as terminal:
        fill_labels(terminal, {"Login": "agent@example.test", "Password": "demo-desk-1"})
        terminal.wait_for("Something answered that is not the insurer.", "agent@example.test")
        assert "Traceback" not in terminal.text
        terminal.press("F3")
        assert terminal.wait_end() == 0


def test_what_was_seen_is_shown_with_its_age_while_the_insurer_is_away(home: Path) -> None:
    with insurer() as running, at(home, running.url) as terminal:
        sign_in(terminal).press("4").wait_for("Update policies list", "BS ").settle()
        terminal.press("Esc").wait_for("Welcome to your account", "in force").settle()
        running.stop()
        terminal.press("4").wait_for("This is what was seen on", "BS ", "offline", limit=90)
