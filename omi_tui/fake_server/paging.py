"""Lists in pages: ``?limit=&cursor=``, by the last row's sorting values, so that page 200 costs what page 1 costs."""

import base64
import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Query
from sqlalchemy import Column, Connection, Row, Select, func, literal, select, tuple_

from omi_tui.fake_server.columns import Instant
from omi_tui.fake_server.problems import field, refused_fields

Limit = Annotated[int, Query(ge=1, le=1000, description="How many entries at most.")]
Cursor = Annotated[str | None, Query(max_length=400, description="``next_cursor`` of the page before.")]


def page(
    conn: Connection, query: Select[Any], keys: Sequence[Column[Any]], limit: int, cursor: str | None
) -> tuple[list[Row[Any]], str | None, int]:
    """The rows of one page of *query*, the next page's cursor, and how many rows the whole list has.

    *keys* are columns of the query that together name a row; the list runs from the greatest down.
    Raises ProblemError 422 for a cursor that was not given by this list.
    """
    total = conn.execute(select(func.count()).select_from(query.order_by(None).subquery())).scalar_one()
    rows_of = query.order_by(*(key.desc() for key in keys)).limit(limit + 1)
    if cursor is not None:
        types = [key.type for key in keys]
        rows_of = rows_of.where(tuple_(*keys) < tuple_(*map(literal, _read(cursor, keys), types)))
    rows = list(conn.execute(rows_of))
    more = len(rows) > limit
    return rows[:limit], _write(rows[limit - 1], keys) if more else None, total


def _write(row: Row[Any], keys: Sequence[Column[Any]]) -> str:
    values = [row._mapping[key] for key in keys]
    text = json.dumps([value.isoformat() if isinstance(value, date) else value for value in values])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(cursor: str, keys: Sequence[Column[Any]]) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return [_value(key, value) for key, value in zip(keys, values, strict=True)]
    except (ValueError, TypeError, RecursionError):
        raise refused_fields([field("/cursor", "format")]) from None


def _value(key: Column[Any], value: Any) -> Any:
    if isinstance(key.type, Instant):
        moment = datetime.fromisoformat(value)
        return moment if moment.tzinfo else _refuse()
    if key.type.python_type is date:
        return date.fromisoformat(value)
    return value if isinstance(value, str) else _refuse()


def _refuse() -> Any:
    raise ValueError("no cursor of this list")
