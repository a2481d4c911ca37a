"""A past day and what changed between two days, with 51,000 findings and the ledger's records behind them.

Beside what an assessment of the same portfolio takes, which is what makes such a day. Processor time, the shortest of
three; ratios, because the machines are shared.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from bench._planted import own_store, portfolio
from bench.past_day import _cpu, _row

USE_CASES, CHANGED = 1_300, 400


def run() -> list[dict[str, Any]]:
    """Assess, change some records, assess again; then look at both days."""
    with own_store():
        return _measured()


def _measured() -> list[dict[str, Any]]:
    from dashboard.services.screens.between import load_between  # noqa: PLC0415
    from dashboard.services.screens.items_then import load_items_then  # noqa: PLC0415
    from dashboard.services.screens.then import load_then  # noqa: PLC0415
    from dashboard.services.sources import Sources, read_promises  # noqa: PLC0415
    from dashboard.services.start import migrate  # noqa: PLC0415
    from dashboard.settings import load_settings  # noqa: PLC0415

    settings, today = load_settings(), datetime.now(UTC).date()
    database, before = migrate(settings), today - timedelta(days=1)
    charter, frameworks = read_promises(settings)
    made, assess = _lived(database, charter, before, today)
    sources = Sources(database, charter, frameworks, settings.decision_store, today)
    then = load_then(sources, before, "then")
    opened = _cpu(lambda: load_then(sources, before, "then"))
    between = _cpu(lambda: load_between(sources, before, today))
    items = _cpu(lambda: load_items_then(sources, then))
    database.close()
    what = f"{made:,} findings"
    return [
        _row(f"a past day opened, {what}, over an assessment", opened / assess, "times"),
        _row("the same", opened, "ms of CPU"),
        _row(f"what changed between two days, {what}, over an assessment", between / assess, "times"),
        _row("the same", between, "ms of CPU"),
        _row("the queue of review items of a past day", items, "ms of CPU"),
    ]


def _lived(database: Any, charter: Any, before: date, today: date) -> tuple[int, float]:
    """Both days; how many findings there are, and the milliseconds of an assessment."""
    portfolio().plant(database, charter, as_of=before, live=USE_CASES, inventoried=0)
    _assessed(database, charter, before)
    _change(database)
    made: list[int] = []
    assess = _cpu(lambda: made.append(_assessed(database, charter, today)))
    return made[0], assess


def _assessed(database: Any, charter: Any, day: date) -> int:
    """Assess what is registered, without logs; returns how many findings were stored."""
    from dashboard.adapters.decision_store import DecisionStore  # noqa: PLC0415
    from dashboard.adapters.repository import load_registry  # noqa: PLC0415
    from dashboard.domain.actors import SYSTEM  # noqa: PLC0415
    from dashboard.services.assess import run_assessment  # noqa: PLC0415
    from dashboard.services.facts import no_windows  # noqa: PLC0415
    from dashboard.services.stored_facts import Practice  # noqa: PLC0415
    from dashboard.settings import load_settings  # noqa: PLC0415

    known = Practice(load_registry(database), no_windows(), database.data_version())
    store = DecisionStore(load_settings().decision_store)
    return run_assessment(database, charter, as_of=day, actor=SYSTEM, store=store, practice=known).findings


def _change(database: Any) -> None:
    """Some records lose what clauses ask for, so that findings flip and entries stand between the days."""
    from dashboard.adapters.repository import load_registry, save_use_cases  # noqa: PLC0415
    from dashboard.domain.actors import SYSTEM  # noqa: PLC0415

    cases = load_registry(database).use_cases[:CHANGED]
    with database.write(SYSTEM) as tx:
        save_use_cases(tx, [case.model_copy(update={"owner": None, "purpose": None}) for case in cases])
