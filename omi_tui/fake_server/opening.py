"""Open an insurer: its database, and the data set where the database is new."""

from omi_tui.fake_server import seeds
from omi_tui.fake_server.card_page.gateway import gateway_of
from omi_tui.fake_server.services import Config, Services
from omi_tui.fake_server.store import MEMORY, Store


def open_insurer(
    database: str | None = None, *, seed: int = 1, data: str = "empty", config: Config | None = None
) -> Services:
    """The services of an insurer on *database*: a path or an ``sqlite:///`` address, or None for a passing one.

    Raises store.UnknownDatabaseError for a file of another version, and ValueError for an unknown data set.
    """
    if data not in seeds.DATA_SETS:
        raise ValueError(f"There is no data set {data!r}. Choose one of: {', '.join(seeds.DATA_SETS)}.")
    services = Services(Store(database or MEMORY), seed=seed, data=data, config=config or Config())
    gateway_of(services)
    if data == "hostile":  # the one writer's connection; the set's rows break every CHECK
        services.store.write_now(lambda conn: conn.exec_driver_sql("PRAGMA ignore_check_constraints = ON").close())
    if services.store.new:
        services.store.write_now(lambda conn: seeds.sow(conn, services))
    return services
