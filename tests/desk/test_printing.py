"""Policies to a printer, to a folder, and many into one file; the printing program is a real one."""

import io
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, create_string_object

from omi_tui.desk.documents import BrokenDocument, save_all
from omi_tui.desk.downloads import save_note, save_table
from omi_tui.desk.printing import NotPrinted, print_files

HAND_OVER = """#!{python}
import pathlib, sys
pathlib.Path({taken!r}).write_text("\\n".join(sys.argv[1:]))
"""


def program(path: Path, text: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    path.chmod(0o700)
    return path


def pdf(width: int, pages: int = 1) -> bytes:
    """A document whose pages can be told by their width."""
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(width, 200)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


@pytest.fixture
def lp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An ``lp`` on the path that notes what it was given; returns where."""
    taken = tmp_path / "taken"
    program(tmp_path / "bin" / "lp", HAND_OVER.format(python=sys.executable, taken=str(taken)))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return taken


def test_files_are_handed_over_as_one_job(lp: Path, tmp_path: Path) -> None:
    print_files([tmp_path / "a.pdf", tmp_path / "b.pdf"], ("lp", "-d", "office"))
    assert lp.read_text().split("\n") == ["-d", "office", "--", str(tmp_path / "a.pdf"), str(tmp_path / "b.pdf")]


def test_no_name_is_an_option_or_a_command(lp: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names = ["-o raw", "$(touch pwned); x", "a\nb"]
    for name in names:
        print_files([Path(name)], ("lp",))
        assert lp.read_text() == f"--\n{tmp_path / name}"
    assert not (tmp_path / "pwned").exists()


def test_a_program_that_is_not_there_is_told_apart(tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(NotPrinted) as stopped:
            print_files([tmp_path / "a.pdf"], (str(path),))
        assert stopped.value.why == "missing"


def test_what_a_program_refuses_with_is_shown_without_its_controls(tmp_path: Path) -> None:
    refusing = program(
        tmp_path / "lp", '#!/bin/sh\nprintf "\\n\\033[2Jlp: no default destination\\nmore\\n" >&2\nexit 1\n'
    )
    with pytest.raises(NotPrinted) as stopped:
        print_files([tmp_path / "a.pdf"], (str(refusing),))
    assert (stopped.value.why, stopped.value.said) == ("refused", "lp: no default destination")


def test_a_program_that_never_ends_is_given_up(tmp_path: Path) -> None:
    slow = program(tmp_path / "lp", "#!/bin/sh\nexec sleep 60\n")
    with pytest.raises(NotPrinted) as stopped:
        print_files([tmp_path / "a.pdf"], (str(slow),), seconds=0.2)
    assert stopped.value.why == "slow"


def test_a_printing_program_cannot_ask_in_this_terminal(tmp_path: Path) -> None:
    asking = program(tmp_path / "lp", "#!/bin/sh\ncat </dev/tty || exit 3\n")
    with pytest.raises(NotPrinted) as stopped:
        print_files([tmp_path / "a.pdf"], (str(asking),))
    assert stopped.value.why == "refused"


def test_every_policy_in_a_file_of_its_own(tmp_path: Path) -> None:
    saved = save_all([("BS 1", pdf(100)), ("BS 2", pdf(101))], tmp_path / "out", one_file=False)
    assert [path.name for path in saved] == ["OMI-BS-1.pdf", "OMI-BS-2.pdf"]
    assert saved == save_all([("BS 1", pdf(100)), ("BS 2", pdf(101))], tmp_path / "out", one_file=False)


def test_all_policies_in_one_file_keep_their_order(tmp_path: Path) -> None:
    documents = [(f"BS {number}", pdf(100 + number, pages=number % 2 + 1)) for number in range(5)]
    (path,) = save_all(documents, tmp_path, one_file=True, name="20261124/..7")
    assert path.name == "OMI-policies-202611247.pdf"
    widths = [int(page.mediabox.width) for page in PdfReader(path).pages]
    assert widths == [100, 101, 101, 102, 103, 103, 104]
    assert save_all(documents, tmp_path, one_file=True, name="20261124/..7") == [path]  # the same bytes are kept once


def test_what_a_document_does_when_opened_stays_behind(tmp_path: Path) -> None:
    writer = PdfWriter()
    writer.add_blank_page(100, 200)
    script = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): create_string_object("x")}
    )
    writer.root_object[NameObject("/OpenAction")] = script
    lively = io.BytesIO()
    writer.write(lively)
    (path,) = save_all([("BS 1", lively.getvalue()), ("BS 2", pdf(100))], tmp_path, one_file=True)
    assert b"JavaScript" in lively.getvalue()
    assert b"JavaScript" not in path.read_bytes()


@pytest.mark.parametrize(
    "broken",
    [b"%PDF-1.7\n", b"%PDF-1.7\ntrailer<</Root 1 0 R>>\n%%EOF", pdf(100)[:200], pdf(100).replace(b"/Pages", b"/Pagez")],
    ids=["empty", "no objects", "cut", "no pages"],
)
def test_a_document_that_cannot_be_read_is_named(
    broken: bytes, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(BrokenDocument) as stopped:
        save_all([("BS 1", pdf(100)), ("BS 2", broken)], tmp_path / "out", one_file=True)
    assert stopped.value.name == "BS 2"
    assert capfd.readouterr() == ("", "")
    assert not (tmp_path / "out").exists()


def test_sec_38_a_table_holds_no_formula(tmp_path: Path) -> None:
    path = save_table(tmp_path, "day-book-2026-11-24/../x", [["Anna", "=1+1"], ['O"Brien', "Żółw"]])
    assert path.name == "OMI-day-book-2026-11-24x.csv"
    assert path.read_bytes() == b'\xef\xbb\xbf"Anna","\'=1+1"\r\n"O""Brien","' + "Żółw".encode() + b'"\r\n'


def test_a_page_of_text_is_saved_under_a_plain_name(tmp_path: Path) -> None:
    assert save_note(tmp_path, "card BS/1", "Help").name == "OMI-cardBS1.txt"
