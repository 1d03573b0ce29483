"""Open an insurer: its database, and the data set where the database is new."""

from omi_tui.fake_server import scenarios, seeds
from omi_tui.fake_server.card_page.gateway import gateway_of
from omi_tui.fake_server.clock import ClockSetting
from omi_tui.fake_server.services import Config, Services
from omi_tui.fake_server.store import MEMORY, Store


def open_insurer(
    database: str | None = None,
    *,
    seed: int = 1,
    data: str | None = None,
    config: Config | None = None,
    scenario: str | None = None,
    clock: ClockSetting | None = None,
) -> Services:
    """The services of an insurer on *database*: a path or an ``sqlite:///`` address, or None for a passing one.

    A *scenario* brings its data set, unless *data* names another, its faults and its settings; *clock* comes first.
    Raises store.UnknownDatabaseError for a file of another version, and ValueError for an unknown data set or scenario
    or for a clock that would go backwards.
    """
    played = scenarios.load(scenario) if scenario else None
    data = data or (played.data if played else "empty")
    if data not in seeds.DATA_SETS:
        raise ValueError(f"There is no data set {data!r}. Choose one of: {', '.join(seeds.DATA_SETS)}.")
    settings = config or Config()
    settings = played.config(settings) if played else settings
    services = Services(Store(database or MEMORY), seed=seed, data=data, config=settings, scenario=scenario)
    gateway_of(services)
    if data == "hostile":  # the one writer's connection; the set's rows break every CHECK
        services.store.write_now(lambda conn: conn.exec_driver_sql("PRAGMA ignore_check_constraints = ON").close())
    if clock:
        clock.apply(services.clock)
    if played:
        played.begin(services)
    if services.store.new:
        services.store.write_now(lambda conn: seeds.sow(conn, services))
        if played:
            services.store.write_now(lambda conn: played.alter(conn, services))
    services.store.write_now(services.log.open)
    return services
