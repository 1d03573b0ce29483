"""Our own themes: two calm ones, two of high contrast, one of greys, and those in the terminal's own colours.

Textual derives many colours by blending; these themes name each colour that our style sheets use, so that
what is checked is what is shown. Text has 4.5:1 or more, high contrast 7:1; what marks a state has 3:1.
"""

from textual.theme import Theme

from omi_tui.colours import NO_HUE, NO_HUE_LIGHT, SIXTEEN

DEFAULT = "omi-dark"


def _theme(
    name: str,
    *,
    dark: bool,
    background: str,
    surface: str,
    text: str,
    muted: str,
    button: str,
    button_text: str,
    focus: str,
    focus_text: str,
    focus_strip: str,
    error: str,
    demo: str,
    rule: str,
) -> Theme:
    return Theme(
        name=name,
        primary=button,
        secondary=muted,
        accent=focus,
        warning=demo,
        error=error,
        success=button,
        foreground=text,
        background=background,
        surface=surface,
        panel=surface,
        dark=dark,
        text_alpha=1.0,
        variables={
            "omi-muted": muted,
            "omi-button": button,
            "omi-button-text": button_text,
            "omi-focus": focus,
            "omi-focus-strip": focus_strip,
            "omi-error": error,
            "omi-demo": demo,
            "omi-rule": rule,
            "omi-edge": focus,
            "omi-focus-text": focus_text,
            "omi-focus-style": "bold",
            "omi-selection-style": "none",
            "omi-code-ink": "#000000",
            "omi-code-paper": "#ffffff",
            "omi-code-style": "none",
            "scrollbar": rule,
            "scrollbar-hover": muted,
            "scrollbar-active": focus,
            "scrollbar-background": background,
            "scrollbar-background-hover": background,
            "scrollbar-background-active": background,
            "scrollbar-corner-color": background,
            "input-cursor-background": focus_text,
            "input-cursor-foreground": focus_strip,
            "input-selection-background": focus_text,
            "input-selection-foreground": focus_strip,
        },
    )


def _palette(name: str, *, hue: str = "ansi_default", code: tuple[str, str, str]) -> Theme:
    """A theme in the terminal's two colours of text and paper: readable wherever the terminal itself is.

    Reverse means the focus, bold the main thing, underline a field. A *hue* stays with the frame of a dialog, for
    there is none that has 4.5:1 on every palette. *code* is how a QR code is drawn, whose dark has to be dark.
    """
    own = "ansi_default"
    ink, paper, style = code
    names = ("muted", "button", "button-text", "focus", "focus-text", "focus-strip", "error", "demo")
    bars = ("", "-hover", "-active", "-background", "-background-hover", "-background-active", "-corner-color")
    cells = ("cursor-background", "cursor-foreground", "selection-background", "selection-foreground")
    return Theme(
        name=name,
        ansi=True,
        primary=own,
        secondary=own,
        accent=own,
        warning=own,
        error=own,
        success=own,
        foreground=own,
        background=own,
        surface=own,
        panel=own,
        boost=own,
        variables={
            **{f"omi-{each}": own for each in names},
            **{f"scrollbar{each}": own for each in bars},
            **{f"input-{each}": own for each in cells},
            "ansi-background": own,
            "ansi-foreground": own,
            "border-blurred": own,
            "input-cursor-text-style": "reverse",
            "omi-rule": own,
            "omi-edge": hue,
            "omi-focus-style": "bold reverse",
            "omi-selection-style": "reverse",
            "omi-code-ink": ink,
            "omi-code-paper": paper,
            "omi-code-style": style,
        },
    )


THEMES: tuple[Theme, ...] = (
    _theme(
        "omi-dark",
        dark=True,
        background="#101418",
        surface="#1b222a",
        text="#e6edf3",
        muted="#a3afbb",
        button="#5fd7a7",
        button_text="#06140e",
        focus="#ffd75f",
        focus_text="#ffffff",
        focus_strip="#8c6900",
        error="#ff9a9a",
        demo="#8ecbff",
        rule="#5d6b79",
    ),
    _theme(
        "omi-light",
        dark=False,
        background="#fbfaf7",
        surface="#eceae3",
        text="#1c2126",
        muted="#555c63",
        button="#0b6b4a",
        button_text="#ffffff",
        focus="#7a4b00",
        focus_text="#ffffff",
        focus_strip="#7a4b00",
        error="#a8071a",
        demo="#0b5394",
        rule="#85888c",
    ),
    _theme(
        "omi-contrast-dark",
        dark=True,
        background="#000000",
        surface="#000000",
        text="#ffffff",
        muted="#e0e0e0",
        button="#7dffcb",
        button_text="#000000",
        focus="#ffff00",
        focus_text="#000000",
        focus_strip="#ffff00",
        error="#ffb3b3",
        demo="#9fe0ff",
        rule="#ffffff",
    ),
    _theme(
        "omi-contrast-light",
        dark=False,
        background="#ffffff",
        surface="#ffffff",
        text="#000000",
        muted="#1f1f1f",
        button="#00402a",
        button_text="#ffffff",
        focus="#4a2d00",
        focus_text="#ffffff",
        focus_strip="#4a2d00",
        error="#7a0010",
        demo="#00305e",
        rule="#000000",
    ),
    _theme(
        "omi-mono",
        dark=True,
        background="#000000",
        surface="#1c1c1c",
        text="#eeeeee",
        muted="#bcbcbc",
        button="#eeeeee",
        button_text="#000000",
        focus="#ffffff",
        focus_text="#000000",
        focus_strip="#d0d0d0",
        error="#eeeeee",
        demo="#eeeeee",
        rule="#808080",
    ),
    _palette(SIXTEEN, hue="ansi_bright_magenta", code=("ansi_black", "ansi_bright_white", "none")),
    _palette(NO_HUE, code=("ansi_default", "ansi_default", "reverse")),
    _palette(NO_HUE_LIGHT, code=("ansi_default", "ansi_default", "none")),
)
ALL: tuple[str, ...] = tuple(theme.name for theme in THEMES)
NAMES: tuple[str, ...] = tuple(name for name in ALL if name not in (NO_HUE, NO_HUE_LIGHT))
"""Those that a person may choose."""
