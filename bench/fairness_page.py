"""A change of picker on the Fairness page with 1,000 use cases × 24 months of counts, against an empty page.

Script runs in this process (Streamlit's AppTest), the median of several, each with a value that was not shown before,
so nothing comes from the cache but what a picker does not change: what the server computes, without network and
browser. Processor time stands beside the time of the clock, which grows with whatever else the machine does.
"""

import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pyarrow as pa

from bench._planted import ROOT, own_store, portfolio
from bench.pages import _empty_page

BOUND = 150.0
CHANGES, USE_CASES, MONTHS = 9, 1000, 24
_GROUPS = {"sex": ("F", "M", "X"), "age_band": ("18-24", "25-34", "35-49", "50-64", "65+")}


def _rows(
    days: list[date], time_name: str, attribute: str, groups: tuple[str, ...], *, strata: tuple[str, ...]
) -> pa.Table:
    """Counts of one attribute: 200 decisions a group and day, 4 in 10 favourable, labels for all."""
    draws = np.random.default_rng(3)
    keys = list(itertools.product(("1", "2"), days, groups, strata))
    n = np.full(len(keys), 200)
    selected = draws.binomial(200, 0.4, len(keys))
    tp, fn = selected // 2, (200 - selected) // 3
    counts = {"n": n, "undecided": n * 0, "selected": selected, "labelled": n, "tp": tp, "fp": selected - tp, "fn": fn,
              "tn": 200 - selected - fn}  # fmt: skip
    columns: dict[str, Any] = {
        "model_version": [key[0] for key in keys],
        time_name: pa.array([key[1] for key in keys], pa.date32()),
        "attribute": [attribute] * len(keys),
        "group": [key[2] for key in keys],
    }
    if time_name == "month":
        columns["stratum"] = [key[3] for key in keys]
    return pa.table(columns | {name: pa.array(value, pa.int64()) for name, value in counts.items()})


def _levels() -> dict[str, pa.Table]:
    from dashboard.adapters.counting import JOINT, SINGLE  # noqa: PLC0415
    from dashboard.domain.counts import CROSS  # noqa: PLC0415

    today = date.today()  # noqa: DTZ011
    days = [today - timedelta(days=back) for back in range(MONTHS * 30)]
    months = sorted({day.replace(day=1) for day in days})
    crossed = CROSS.join(_GROUPS), tuple(CROSS.join(pair) for pair in itertools.product(*_GROUPS.values()))
    single = [_rows(days, "day", name, groups, strata=("",)) for name, groups in _GROUPS.items()]
    joint = [_rows(months, "month", name, groups, strata=("shop", "web"))
             for name, groups in (*_GROUPS.items(), crossed)]  # fmt: skip
    return {"single": _whole(single, SINGLE), "joint": _whole(joint, JOINT)}


def _whole(parts: list[pa.Table], schema: pa.Schema) -> pa.Table:
    table = pa.concat_tables(parts)
    return table.append_column("use_case", pa.array([""] * len(table))).select(schema.names).cast(schema)


def _count(database: Any, folder: Path) -> None:
    """Point the count set of every use case in service to files of its own."""
    from sqlalchemy import select, update  # noqa: PLC0415

    from dashboard.adapters.decision_store import DecisionStore  # noqa: PLC0415
    from dashboard.adapters.repository import table  # noqa: PLC0415
    from dashboard.adapters.tables import CountSetRow  # noqa: PLC0415
    from dashboard.domain.actors import SYSTEM  # noqa: PLC0415

    store, levels, sets = DecisionStore(folder), _levels(), table(CountSetRow)
    with database.write(SYSTEM) as tx:
        for name in tx.connection.scalars(select(sets.c.use_case_id)).all():
            kept = {level: store.keep_counts(name, level, counts) for level, counts in levels.items()}
            values = {f"{level}_path": path for level, (path, _) in kept.items()}
            hashes = {f"{level}_sha256": digest for level, (_, digest) in kept.items()}
            tx.connection.execute(update(sets).where(sets.c.use_case_id == name).values(**values, attributes=hashes))
        tx.append("counts.planted", "portfolio", "bench", {})


def _changes(page: Any) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Pickers with a function that gives each a value not shown before and runs the page."""
    for name, picker in (("use case", "pick_use_case"), ("measure", "pick_metric")):
        fresh = iter(page.selectbox(key=picker).options[3:])
        yield name, partial(_select, page, picker, fresh)
    yield "attribute", partial(_turn, page, itertools.cycle((1, 0)))


def _select(page: Any, picker: str, fresh: Iterator[str]) -> Any:
    return page.selectbox(key=picker).select(next(fresh)).run()


def _turn(page: Any, turn: Iterator[int]) -> Any:
    return page.selectbox(key="pick_attribute").select_index(next(turn)).run()


@dataclass(frozen=True, slots=True)
class Took:
    """Medians in milliseconds: by the clock, and of the processor (all threads of this process)."""

    clock: float
    processor: float


def _took(change: Callable[[], Any]) -> Took:
    times = []
    for _ in range(CHANGES):
        start = time.perf_counter(), time.process_time()
        page = change()
        times.append((time.perf_counter() - start[0], time.process_time() - start[1]))
        if page.exception or page.error:
            raise RuntimeError([*(one.message for one in page.exception), *(one.value for one in page.error)])
    return Took(*(1000 * median(every) for every in zip(*times, strict=True)))


def _measure() -> dict[str, Took]:
    from streamlit.testing.v1 import AppTest  # noqa: PLC0415  # heavy

    from dashboard.server import warm_up  # noqa: PLC0415

    empty = AppTest.from_function(_empty_page, default_timeout=60).run()
    page = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=60).run()
    page.switch_page("views/fairness.py").run()
    warm_up()
    return {"empty": _took(empty.run), "nothing": _took(page.run)} | {
        name: _took(change) for name, change in _changes(page)
    }


def run() -> list[dict[str, Any]]:
    """Plant 1,000 use cases with 24 months of counts each, then change pickers."""
    from dashboard.services.sources import read_promises  # noqa: PLC0415
    from dashboard.services.start import migrate  # noqa: PLC0415
    from dashboard.settings import load_settings  # noqa: PLC0415

    with own_store():
        database = migrate(load_settings())
        charter, _ = read_promises(load_settings())
        portfolio().plant(database, charter, as_of=date.today(), live=USE_CASES)  # noqa: DTZ011
        _count(database, load_settings().decision_store)
        figures = _measure()
        database.close()
    empty = figures.pop("empty")
    return [_row(name, took, empty) for name, took in figures.items()]


def _row(name: str, took: Took, empty: Took) -> dict[str, Any]:
    beyond = took.clock - empty.clock
    return {
        "name": f"Fairness, 1,000 use cases × 24 months: change of {name}, {took.clock / empty.clock:.1f} × an empty "
        f"page ({empty.clock:.0f} ms); beyond it ({took.processor - empty.processor:.0f} ms of the processor)",
        "figure": beyond,
        "unit": "ms",
        "bound": f"≤ {BOUND:.0f}",
        "ok": beyond <= BOUND,
    }
