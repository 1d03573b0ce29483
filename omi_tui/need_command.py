"""``omi need``: whether a traveller needs this insurance, and why. It asks nobody."""

import argparse
import json

from omi_tui.command_line import complain, say, speak
from omi_tui.exit_codes import DONE, USAGE
from omi_tui.text.i18n import _


def need(given: argparse.Namespace) -> int:
    """Print nationality, needed (yes, no, ask), reason and source. Returns the exit code.

    Each of the three answers is an answer: the code is 0 for all of them, and 2 for a nationality that is none.
    """
    from omi_tui.model import country, exemption

    speak(given)
    found = country.find(given.nationality)
    if len(found) != 1:
        several = _("Citizenship fits several countries: {names}. Type more letters.")
        unknown = _("Citizenship is not in the list. Type another spelling, or three letters such as POL.")
        names = ", ".join(country.name(code) for code in found[:4])
        return complain(several.format(names=names) if found else unknown, USAGE)
    rules = exemption.shipped()
    verdict = exemption.verdict(rules, found[0], given.status or "", foreign_policy=given.foreign_policy)
    if given.json:
        told = {
            "nationality": found[0],
            "needed": verdict.needed,
            "reason": verdict.reason,
            "source": verdict.source,
            "rules_date": f"{rules.date}",
        }
        say(json.dumps(told, ensure_ascii=False))
        return DONE
    from omi_tui.journeys import show
    from omi_tui.journeys.exemptions import source
    from omi_tui.journeys.need import answer

    lines = (
        country.show(found[0]),
        answer(verdict),
        source(verdict.source),
        _("Rules as of {day}.").format(day=show.day(rules.date)),
    )
    say("\n".join(lines))
    return DONE
