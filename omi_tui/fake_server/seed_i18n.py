"""The data set ``i18n``: long names, one-name persons, apostrophes; addresses in many scripts; every rule kept."""

import json
from datetime import date
from importlib import resources

from sqlalchemy import Connection

from omi_tui.fake_server.schema import cart_items
from omi_tui.fake_server.seed_rows import Row, Sower
from omi_tui.fake_server.services import Services
from omi_tui.model.person import Insured

_PROFILE = {
    "last_name": "Шчаснаўская-О'Конар",
    "first_name": "Нгуен Тхи Тху",
    "patronymic": "оглы Мухаммед-Али",
    "last_name_latin": "WOLFESCHLEGELSTEINHAUSENBERGERDORFF-SHCHASNAUSKAYA-O'CONNOR",
    "first_name_latin": "NGUYEN THI THU",
    "address": "Мінск, вул. Янкі Купалы 3 · 明斯克 · مينسك · Μινσκ · e\u0301 № 5",
}
_PASSPORT = {"issued_by": "Міністэрства ўнутраных спраў · وزارة الداخلية · 外務省 · Straße"}


def people() -> list[Insured]:
    """The invented persons, each as the rules leave them."""
    found = json.loads((resources.files("omi_tui.fake_server") / "data" / "i18n.json").read_text("utf-8"))
    more: list[Row] = [
        {
            "birth_date": date(1950 + 3 * turn, 1 + turn % 12, 1 + turn),
            "passport_number": f"N{turn:07d}",
            "country_of_residence": "POL" if item["citizenship"] == "XXA" else item["citizenship"],
        }
        for turn, item in enumerate(found)
    ]
    return [Insured.model_validate(item | extra) for item, extra in zip(found, more, strict=True)]


def sow(conn: Connection, services: Services) -> None:
    """Fill the database: everybody has a draft, a policy in force or to come, and one that has ended."""
    sower = Sower(conn, services)
    agent = sower.account()
    sower.profile(agent, dict(_PROFILE), dict(_PASSPORT))
    for turn, person in enumerate(people()):
        insured = person.model_dump()
        draft_id = sower.draft(agent, insured, ahead=40 + turn)
        if turn % 5 == 0:
            conn.execute(cart_items.insert().values(draft_id=draft_id, account_id=agent))
        sower.policy(agent, insured, ahead=(-3, 4)[turn % 2])
        sower.policy(agent, insured, ahead=-100 - turn)
