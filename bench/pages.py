"""A warm rerun of Today and of Use cases with 1,000 use cases, against an empty page.

Script runs in this process (Streamlit's AppTest), the median of many: what the server computes per rerun, without
network and browser.
"""

import time
from collections.abc import Callable
from datetime import date
from statistics import median
from typing import Any

from bench._planted import ROOT, own_store, portfolio

BOUND = 60.0
RERUNS = 15


def _empty_page() -> None:
    import streamlit as st  # noqa: PLC0415  # AppTest runs the source of this function

    st.set_page_config(page_title="empty", page_icon="⚖️")
    st.title("Empty")


def _median_ms(rerun: Callable[[], Any]) -> float:
    for _ in range(3):
        rerun()
    times = []
    for _ in range(RERUNS):
        start = time.perf_counter()
        rerun()
        times.append(1000 * (time.perf_counter() - start))
    return median(times)


def _measure() -> dict[str, float]:
    from streamlit.testing.v1 import AppTest  # noqa: PLC0415  # heavy

    from dashboard.server import warm_up  # noqa: PLC0415

    app = str(ROOT / "dashboard" / "app.py")
    empty = AppTest.from_function(_empty_page, default_timeout=60).run()
    today = AppTest.from_file(app, default_timeout=60).run()
    cases = AppTest.from_file(app, default_timeout=60).run().switch_page("views/use_cases.py").run()
    for page in (today, cases):
        if page.exception or page.error:
            raise RuntimeError([*(one.message for one in page.exception), *(one.value for one in page.error)])
    warm_up()
    return {name: _median_ms(page.run) for name, page in (("empty", empty), ("Today", today), ("Use cases", cases))}


def run() -> list[dict[str, Any]]:
    """Plant 1,000 use cases in service and 1,269 inventoried ones, then measure."""
    from dashboard.services.sources import read_promises  # noqa: PLC0415
    from dashboard.services.start import migrate  # noqa: PLC0415
    from dashboard.settings import load_settings  # noqa: PLC0415

    with own_store():
        database = migrate(load_settings())
        charter, _ = read_promises(load_settings())
        portfolio().plant(database, charter, as_of=date.today(), live=1000, inventoried=1269)  # noqa: DTZ011
        figures = _measure()
        database.close()
    empty = figures.pop("empty")
    return [
        {
            "name": f"{name}, 1,000 use cases: warm rerun beyond an empty page ({empty:.0f} ms), in-process",
            "figure": took - empty,
            "unit": "ms",
            "bound": f"≤ {BOUND:.0f}",
            "ok": took - empty <= BOUND,
        }
        for name, took in figures.items()
    ]
