"""What became of calls whose answer was lost, and of orders that were left: asked of the insurer, never sent again."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

from omi_tui.journeys import states
from omi_tui.text.i18n import N_, _

if TYPE_CHECKING:
    from omi_tui.client.insurer import Insurer
    from omi_tui.desk.journal import Kind, Operation
    from omi_tui.journeys.workplace import Workplace
    from omi_tui.model.contract import Draft, Order, Page
    from omi_tui.model.problem import Problem

FOUND = {
    "draft": N_("Contract draft {number} was formed before the connection broke off. It is in Contract drafts."),
    "order": N_("Order {number} was made before the connection broke off. It waits for payment."),
    "sign_up": N_("The sign-up had arrived before the connection broke off. The mail is on its way."),
}
LOST = {
    "draft": N_("The contract draft that was under way when the connection broke off was not formed."),
    "order": N_("The order that was under way when the connection broke off was not made. Nothing was charged."),
    "sign_up": N_("The sign-up that was under way when the connection broke off did not arrive."),
}
MANY = 3
"""Drafts under way at once above which they are those of a group, and told together."""
GROUP = N_(
    "{count} contract drafts of a group were under way when the program ended. Go on with the group: nobody is insured "
    "twice."
)
LONGEST_WAY = 60.0
"""Seconds after which a call of an earlier run is not under way any more."""
_IDS = {"draft": "id", "order": "order_number"}
SKEW = timedelta(minutes=5)
"""How far this machine's clock may be ahead of the insurer's when what was made since then is looked for."""

Made = TypeVar("Made", "Draft", "Order")
Matches = Callable[["Draft"], bool]


class Found(NamedTuple):
    """What the insurer knows of an operation; ``number`` is that of the draft or order, else that of the operation.

    ``too_old``: the insurer has forgotten the key, so only the lists can tell.
    """

    state: Literal["done", "refused", "running", "nothing", "too_old", "contact"]
    number: str = ""
    problem: "Problem | None" = None


async def look_up(workplace: "Workplace", operation: "Operation", matches: Matches | None = None) -> Found:
    """Read what became of *operation* and note its end in the journal. Raises ClientError.

    Where its key is too old, the lists are read: for an order by its drafts, for a draft by *matches*.
    """
    insurer, journal = await workplace.insurer(), workplace.journal
    answer = await insurer.operations.get(operation.key)
    if answer.state == "done":
        status, body = answer.status or 0, answer.body or {}
        if status < 300:
            number = str(body.get(_IDS.get(operation.kind, ""), ""))
            journal.result(operation.key, "done", number or None)
            return Found("done", number)
        if status >= 500:
            journal.result(operation.key, "failed")
            return Found("contact", operation.key)
        journal.result(operation.key, "failed")
        return Found("refused", operation.key, _problem(body, status))
    if answer.state == "running" or not journal.is_stale(operation):
        return Found("running" if answer.state == "running" else "nothing", operation.key)
    return await _in_lists(workplace, insurer, operation, matches)


async def _in_lists(
    workplace: "Workplace", insurer: "Insurer", operation: "Operation", matches: Matches | None
) -> Found:
    journal, number = workplace.journal, ""
    begun = datetime.fromtimestamp(operation.created, UTC)
    # Noted by a clock that was put back since, it says nothing: then all that there is is looked through.
    since = begun - SKEW if begun <= datetime.now(UTC) else datetime.min.replace(tzinfo=UTC)
    if operation.kind == "order":
        number = await _order_of(workplace, insurer, operation, since)
    elif operation.kind == "draft":
        if matches is None:
            return Found("too_old", operation.key)
        async for draft in _made_since(insurer.drafts.list, since):
            number = draft.id if matches(draft) else number  # the oldest: nothing was sent after it
    if number:
        journal.result(operation.key, "done", number)
        return Found("done", number)
    journal.result(operation.key, "failed")
    return Found("nothing", operation.key)


async def _order_of(workplace: "Workplace", insurer: "Insurer", operation: "Operation", since: datetime) -> str:
    from omi_tui.model.fingerprint import fingerprint

    async for order in _made_since(insurer.orders.list, since):
        if workplace.journal.is_about(operation, fingerprint({"draft_ids": sorted(order.draft_ids)})):
            return order.order_number
    return ""


async def _made_since(
    fetch: "Callable[[str | None, int], Awaitable[Page[Made]]]", since: datetime
) -> AsyncIterator[Made]:
    """What was made at the insurer since then, newest first."""
    cursor: str | None = None
    while True:
        page = await fetch(cursor, 50)
        for item in page.items:
            if item.created_at < since:
                return
            yield item
        cursor = page.next_cursor
        if cursor is None:
            return


def _problem(body: dict[str, object], status: int) -> "Problem":
    from pydantic import ValidationError

    from omi_tui.model.problem import Problem

    try:
        return Problem.model_validate({**body, "status": status})
    except ValidationError:
        return Problem(status=status, code="validation")


async def reconcile(workplace: "Workplace") -> "dict[str, tuple[Operation, Found]]":
    """Look up every open operation and every order that was left, and tell what was found; by key. Raises ClientError.

    What the insurer does not know stays open for a while: the same intent keeps its key, so it never happens twice.
    """
    journal = workplace.journal
    open_operations = journal.open_operations()
    if journal.notice and journal.notice not in [message.text for message in workplace.messages]:
        workplace.tell(journal.notice, bad=True)
    if journal.read_only:
        return {}
    seen: dict[str, tuple[Operation, Found]] = {}
    for operation in open_operations:
        if not is_ours(workplace, operation):
            continue
        found = await look_up(workplace, operation)
        if found.state == "nothing" and surely_lost(workplace, operation):
            journal.result(operation.key, "failed")
        elif found.state == "nothing":
            found = found._replace(state="running")
        seen[operation.key] = operation, found
    drafts = sum(operation.kind == "draft" for operation, _found in seen.values())
    if drafts > MANY:
        workplace.tell(_(GROUP).format(count=drafts))
    for operation, found in seen.values():
        if operation.kind != "draft" or drafts <= MANY or found.state == "contact":
            tell_found(workplace, operation, found)
    for number in journal.open_orders():
        await _order_left(workplace, number)
    return seen


def is_ours(workplace: "Workplace", operation: "Operation") -> bool:
    """Whether whoever is signed in can look *operation* up; where the login is not known, it is tried."""
    if operation.kind == "sign_up" or not workplace.login or not operation.owner:
        return True
    return workplace.journal.is_of(operation, workplace.login)


def surely_lost(workplace: "Workplace", operation: "Operation") -> bool:
    """Whether what the insurer does not know now will never arrive any more."""
    if workplace.journal.operation(operation.key).state == "failed":
        return True  # the lists have told already
    known = operation.kind == "sign_up" or bool(operation.owner and workplace.login)
    ours = known and is_ours(workplace, operation)
    age = datetime.now(UTC).timestamp() - operation.updated
    return ours and operation.key not in workplace.sent and age > LONGEST_WAY


def in_words(kind: "Kind", number: str) -> str:
    """What was found: a draft or an order by its *number*, or a sign-up."""
    return _(FOUND[kind]).format(number=number)


def tell_found(workplace: "Workplace", operation: "Operation", found: Found) -> None:
    """Say what was found out, where that is the end of it."""
    if found.state == "done":
        workplace.tell(in_words(operation.kind, found.number))
    elif found.state == "contact":
        workplace.tell(states.contact(found.number), bad=True)
    elif found.state in ("nothing", "refused"):
        workplace.tell(_(LOST[operation.kind]))


async def _order_left(workplace: "Workplace", number: str) -> None:
    """Tell what became of an order; where it is paid, save its policies before it is told and closed."""
    from omi_tui.client.errors import NotFound
    from omi_tui.journeys import pay_words, sales
    from omi_tui.journeys.document import save_document
    from omi_tui.model.contract import OPEN_STATES

    try:
        order = await (await workplace.insurer()).orders.get(number)
    except NotFound:
        return  # somebody else's who signed in at this desk
    if order.state in OPEN_STATES or (order.state == "approved" and not order.policies):
        return
    await sales.seen(workplace, [order])
    policies = order.policies if order.state == "approved" else ()
    paths = [await save_document(workplace, policy) for policy in policies]
    workplace.journal.settle(number)
    workplace.tell(pay_words.told(order), bad=order.state == "reversed")
    for path in filter(None, paths):
        workplace.tell(_("The policy is saved in {path}.").format(path=path))
