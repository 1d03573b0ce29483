"""Statements that are compiled once: building and compiling one costs several times what SQLite does with it."""

from collections import namedtuple
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler

_DIALECT = SQLiteDialect_pysqlite()


class Prepared:
    """A statement of SQLAlchemy's, with its values bound by name at each call and its types kept.

    A list of values (``IN``) would be written out anew each time, so it is an ``or_`` here.
    """

    def __init__(self, statement: ClauseElement) -> None:
        compiled = statement.compile(dialect=_DIALECT)
        assert isinstance(compiled, SQLCompiler)
        self._text = compiled.string
        self._fixed = dict(compiled.params)
        self._names = compiled.positiontup or []
        self._binds = _changes(
            compiled.binds[name].type.dialect_impl(_DIALECT).bind_processor(_DIALECT) for name in self._names
        )
        columns = list(getattr(statement, "exported_columns", ()))
        self._row = _row_of([column.name for column in columns])
        self._results = _changes(
            column.type.dialect_impl(_DIALECT).result_processor(_DIALECT, None) for column in columns
        )

    def all(self, conn: Connection, **values: Any) -> list[Any]:
        """Run it in the transaction of *conn*; its rows, if it gives any, by their columns' names."""
        given = self._fixed | values
        bound = [given[name] for name in self._names]
        for place, change in self._binds:
            bound[place] = change(bound[place])
        raw: Any = conn.connection.driver_connection
        rows = []
        for found in raw.execute(self._text, bound).fetchall():
            row = list(found)
            for place, change in self._results:
                row[place] = change(row[place])
            rows.append(self._row._make(row))
        return rows

    def first(self, conn: Connection, **values: Any) -> Any:
        """Its first row, or None."""
        return next(iter(self.all(conn, **values)), None)


def _changes(processors: Iterable[Callable[[Any], Any] | None]) -> list[tuple[int, Callable[[Any], Any]]]:
    """The values that are kept in another form, by their places."""
    return [(place, change) for place, change in enumerate(processors) if change]


def _row_of(names: list[str]) -> Any:
    return namedtuple("Row", names, rename=True)
