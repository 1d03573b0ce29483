"""The fake insurer as an ASGI application: wiring only."""

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from omi_tui import __version__
from omi_tui.fake_server import control, fault_control, payment_control, problems
from omi_tui.fake_server.faulty import Faulty
from omi_tui.fake_server.frame import Frame
from omi_tui.fake_server.named_routes import NamedRoutes
from omi_tui.fake_server.openapi import describe
from omi_tui.fake_server.routes import (
    accounts,
    cart,
    drafts,
    links,
    me,
    notices,
    operations,
    orders,
    policies,
    quotes,
    reference,
    sessions,
    verify,
)
from omi_tui.fake_server.services import Services
from omi_tui.fake_server.wire import Wire

ROUTERS = (
    drafts.router, orders.router, policies.router, cart.router, quotes.router, me.router, sessions.router,
    accounts.router, links.router, reference.router, verify.router, notices.router, operations.router,
    payment_control.router, control.open_router, control.router, fault_control.router,
)  # fmt: skip
"""What is asked most comes first: they are tried in order."""


def create_app(services: Services) -> FastAPI:
    """The insurer's interface on *services*."""
    app = FastAPI(version=__version__, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.state.services = services
    named = NamedRoutes(route for router in ROUTERS for route in router.routes)
    app.state.named_routes = named
    app.add_middleware(Faulty, services=services, routes=named)  # the last one added is the outermost
    app.add_middleware(Frame, services=services)
    app.add_middleware(Wire)
    app.add_exception_handler(problems.ProblemError, problems.on_problem)
    app.add_exception_handler(RequestValidationError, problems.on_validation)
    app.add_exception_handler(HTTPException, problems.on_http)
    for router in ROUTERS:
        app.router.routes += router.routes  # a router that is included is searched anew, route by route, at each call
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]  # the documented way to replace it
    return app
