"""Answers that were prepared in a file, so that a session can be repeated: JSON, by field id.

``{"login": "agent@example.test", "insured.passport_number": "1234567", "choose": ["continue", "buy"]}``: a name
with a form's id before it counts in that form alone; ``choose`` names the acts that are chosen, one after the other.
No password, no tick that a person has to mean, and no answer to the question before a contract or a payment is ever
taken from it.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from omi_tui.text.clean import clean
from omi_tui.text.i18n import _

if TYPE_CHECKING:
    from omi_tui.forms.form import Form

CHOOSE = "choose"


class AnswersError(ValueError):
    """The file cannot be used; the text is a sentence for the person."""


class Answers:
    """Prepared answers; each serves once for each time that its form is filled in."""

    def __init__(self, texts: dict[str, str] | None = None, acts: list[str] | None = None) -> None:
        self._texts = texts or {}
        self._acts = acts or []
        self._given: set[tuple[int, str]] = set()
        self._forms: list[Form] = []  # kept, so that no other form gets the number of one that was answered

    @classmethod
    def load(cls, path: Path) -> "Answers":
        """Read *path*. Raises AnswersError."""
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise AnswersError(_("The answers in {path} cannot be read.").format(path=clean(str(path)))) from None
        wrong = _("The answers in {path} have to be a JSON object of texts by field.").format(path=clean(str(path)))
        if not isinstance(content, dict):
            raise AnswersError(wrong)
        acts = content.pop(CHOOSE, [])
        if not isinstance(acts, list) or not all(isinstance(text, str | bool) for text in (*acts, *content.values())):
            raise AnswersError(wrong)
        ticks = {True: "yes", False: "no"}
        texts = {key: ticks[text] if isinstance(text, bool) else clean(text) for key, text in content.items()}
        return cls(texts, [clean(str(act)) for act in acts])

    def take(self, form: "Form", field_id: str) -> str | None:
        """The prepared answer of a field, the first time that *form* asks it."""
        named = next((name for name in (f"{form.id}.{field_id}", field_id) if name in self._texts), None)
        if named is None or (id(form), field_id) in self._given:
            return None
        self._given.add((id(form), field_id))
        self._forms.append(form)
        return self._texts[named]

    def act(self, offered: list[str]) -> str | None:
        """The next prepared act, where it is one of those *offered*."""
        return self._acts.pop(0) if self._acts and self._acts[0] in offered else None
