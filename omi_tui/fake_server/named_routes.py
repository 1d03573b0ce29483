"""What each call is named, such as ``POST /v1/drafts``: for fault rules, the request log and a wrong address."""

import difflib
from collections.abc import Iterable

from starlette.routing import BaseRoute, Route


class NamedRoutes:
    """The calls of one application, found by what was asked for."""

    def __init__(self, routes: Iterable[BaseRoute]) -> None:
        self._routes = [route for route in routes if isinstance(route, Route)]
        self.names = [
            f"{method} {route.path_format}" for route in self._routes for method in sorted(route.methods or ())
        ]

    def name(self, method: str, path: str) -> str | None:
        """The name of the call that would serve *method* on *path*; None where none would."""
        for route in self._routes:
            if method in (route.methods or ()) and route.path_regex.match(path):
                return f"{method} {route.path_format}"
        return None

    def nearest(self, method: str, path: str, count: int = 3) -> list[str]:
        """The names that look most like *method* on *path*: what somebody may have meant. They hold nothing of it."""
        return difflib.get_close_matches(f"{method} {path}"[:200], self.names, count, 0.5)
