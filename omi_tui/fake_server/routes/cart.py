"""The shopping cart: drafts that are to be paid together."""

from fastapi import APIRouter
from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from omi_tui.fake_server.auth import Customer, Insurer
from omi_tui.fake_server.contracts import money
from omi_tui.fake_server.prepared import Prepared
from omi_tui.fake_server.problems import ProblemError, not_found, problems
from omi_tui.fake_server.routes.drafts import check_free, find_draft
from omi_tui.fake_server.routes.orders import refresh_open_orders
from omi_tui.fake_server.rules import NOW
from omi_tui.fake_server.schema import cart_items, drafts
from omi_tui.fake_server.services import Services
from omi_tui.fake_server.strict import StrictRoute
from omi_tui.model.contract import Cart, CartEntry, CartItem
from omi_tui.model.money import total

_ADD = Prepared(insert(cart_items).on_conflict_do_nothing())
_PAYABLE = Prepared(
    select(drafts)
    .join(cart_items, cart_items.c.draft_id == drafts.c.id)
    .where(cart_items.c.account_id == bindparam("account"), drafts.c.state == "unpaid", drafts.c.expires_at > NOW)
    .order_by(cart_items.c.position)
)
router = APIRouter(tags=["cart"], route_class=StrictRoute)


@router.get("/v1/cart", responses=problems(401))
async def get_cart(services: Insurer, customer: Customer) -> Cart:
    """The entries that can still be paid, in the order in which they were added, and their total."""
    return await services.store.read(lambda conn: _cart(conn, services, customer.id))


@router.post("/v1/cart/items", status_code=201, responses=problems(400, 401, 404, 409, 422))
async def add_entry(body: CartEntry, services: Insurer, customer: Customer) -> Cart:
    """Add a draft; adding it twice is one entry."""

    def work(conn: Connection) -> Cart:
        refresh_open_orders(conn, services, customer.id)
        draft = find_draft(conn, services, customer.id, body.draft_id)
        check_free(draft)
        if draft.state == "expired":
            raise ProblemError(409, "draft.expired", "This draft is too old. Form a new one.", other_id=draft.id)
        _ADD.all(conn, position=None, draft_id=draft.id, account_id=customer.id)
        return _cart(conn, services, customer.id)

    return await services.store.write(work)


@router.delete("/v1/cart/items/{draft_id}", status_code=204, responses=problems(401, 404))
async def remove_entry(draft_id: str, services: Insurer, customer: Customer) -> None:
    """Take an entry out of the cart; the draft stays."""
    entry = (cart_items.c.account_id == customer.id) & (cart_items.c.draft_id == draft_id)

    def work(conn: Connection) -> None:
        if conn.execute(delete(cart_items).where(entry)).rowcount == 0:
            raise not_found("cart_item")

    await services.store.write(work)


def _cart(conn: Connection, services: Services, account_id: str) -> Cart:
    items = [
        CartItem(
            draft_id=row.id,
            insured_name=" ".join(filter(None, (row.first_name_latin, row.last_name_latin))),
            begin_date=row.begin_date,
            end_date=row.end_date,
            amount=money(row.premium, row.currency),
        )
        for row in _PAYABLE.all(conn, account=account_id, now=services.now())
    ]
    return Cart(items=items, total=total(item.amount for item in items))
