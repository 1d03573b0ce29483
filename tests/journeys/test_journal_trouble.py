"""What a person is told when the journal was damaged, is another version's, or cannot be written."""

import sqlite3

from omi_tui.desk.journal import JournalUnwritable, ReadOnlyDesk
from omi_tui.journeys.failures import understand
from omi_tui.journeys.reconcile import reconcile
from omi_tui.journeys.workplace import Workplace


async def test_inv_19_a_damaged_journal_is_told_once(agents_desk: Workplace) -> None:
    path = agents_desk.paths.journal
    path.parent.mkdir(mode=0o700)
    path.write_bytes(b"damaged")
    path.chmod(0o600)
    for _again in range(2):
        assert await reconcile(agents_desk) == {}
        (told,) = agents_desk.messages
        assert told.bad
        assert "journal.sqlite3.broken-1" in told.text
        assert "Look at Contract drafts and Policies" in told.text


async def test_a_newer_versions_journal_is_told_and_left_alone(agents_desk: Workplace) -> None:
    agents_desk.journal.intent("draft", "f1")
    agents_desk.journal.close()
    with sqlite3.connect(agents_desk.paths.journal) as newer:
        newer.execute("PRAGMA user_version = 9")
    newer.close()
    assert await reconcile(agents_desk) == {}
    assert "newer version" in agents_desk.messages[0].text


def test_what_cannot_be_noted_is_a_sentence_that_says_whether_it_was_sent() -> None:
    assert understand(JournalUnwritable(sent=False)).sentence.startswith("Nothing was sent")
    assert "looks up" in understand(JournalUnwritable(sent=True)).sentence
    assert "newer" in understand(ReadOnlyDesk(newer=True)).sentence
    assert "another window" in understand(ReadOnlyDesk()).sentence
