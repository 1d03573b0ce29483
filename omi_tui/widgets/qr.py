"""A QR code in half blocks, dark on light whatever the theme, with the quiet zone it needs."""

from rich.text import Text
from textual.widgets import Static

_BLOCKS = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def half_blocks(link: str, border: int = 1) -> list[str]:
    """The code of *link* as lines of half blocks, two modules to a line."""
    import segno

    rows = [[bool(cell) for cell in row] for row in segno.make(link, error="l", micro=False).matrix_iter(border=border)]
    if len(rows) % 2:
        rows.append([False] * len(rows[0]))
    return [
        "".join(_BLOCKS[upper, lower] for upper, lower in zip(rows[y], rows[y + 1], strict=True))
        for y in range(0, len(rows), 2)
    ]


class QrCode(Static):
    """The code of a link. The link itself always stands beside it as text somewhere on the screen."""

    DEFAULT_CSS = """
    QrCode { width: auto; height: auto; }
    QrCode { color: $omi-code-ink; background: $omi-code-paper; text-style: $omi-code-style; }
    """

    def __init__(self, link: str) -> None:
        super().__init__(Text("\n".join(half_blocks(link)), end="", no_wrap=True))
