"""Ten thousand use cases held against forty clauses and against the shipped charter, from columns.

The registry is drawn from one seed; fairness clauses read counts that are summed to windows already, as the store hands
them over. Reading fields into columns happens once per data version and is shown apart.
"""

import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from dashboard.adapters.charter_file import load_charter
from dashboard.domain.charter import Charter
from dashboard.domain.counts import COUNTS, CROSS
from dashboard.domain.decision_facts import DecisionFacts
from dashboard.domain.decision_windows import fairness_checks
from dashboard.domain.facts import Facts, build_facts
from dashboard.domain.findings import assess
from dashboard.domain.registry import Registry, UseCase
from dashboard.domain.rollup import roll_up

USE_CASES, CLAUSES, BOUND = 10_000, 40, 0.3
AS_OF = date(2026, 11, 23)
GROUPS = {"sex": ("F", "M"), "age_band": ("18-24", "25-34", "35-49", "50-64", "65+"), "language": ("de", "en", "tr")}
DOCUMENTS = ("dpia", "fairness_report", "prohibited_practice_screen", "stop_and_fallback_test", "adversarial_test")
CHARTER = Path(__file__).parent.parent / "charter" / "charter.yaml"


def registry() -> Registry:
    """Use cases with about thirty recorded fields, two documents and a sign-off each."""
    draws = np.random.default_rng(11)
    flags = draws.random((USE_CASES, 10))
    days = draws.integers(0, 700, (USE_CASES, 4))
    return Registry(use_cases=[_case(number, flags[number], days[number]) for number in range(USE_CASES)])


def _case(number: int, flags: np.ndarray, days: np.ndarray) -> UseCase:
    yes = [bool(flag < 0.5) for flag in flags]
    dates = [AS_OF - timedelta(days=int(day)) for day in days]
    accepted = {"uploaded_by": "lead", "accepted_by": "officer"}
    papers = [{"type": DOCUMENTS[(number + turn) % 5], "effective": dates[turn], **accepted} for turn in range(2)]
    return UseCase.model_validate({
        "id": f"case-{number}", "title": f"Case {number}", "lifecycle": "live", "owner": f"lead-{number % 50}",
        "risk_tier": ("minimal", "limited", "high")[number % 3],
        "acceptable_use": ("answer", "offer", "credit")[number % 3],
        "registered_at": dates[0], "go_live": dates[1], "last_material_change": dates[2],
        "decides_about_people": yes[0],
        "customer_facing": yes[1], "generative": yes[2], "uses_personal_data": yes[3], "automated_decision": yes[4],
        "interacts_directly": yes[5], "special_category": yes[6], "profiling": yes[7], "significant_effect": yes[8],
        "human_handoff": {"enabled": yes[9]}, "sourcing": ("built", "vendor")[number % 2],
        "purposes": [{"purpose": "service", "lawful_basis": "contract", "ropa_ref": "R1"}],
        "channels": [{"id": "chat", "opt_out": {"mechanism": "say stop", "steps": 1}, "opt_in": {"steps": 1}}],
        "protected_attributes": dict.fromkeys(GROUPS, "collected"), "evidence": papers,
        "models": [{"name": "m", "version": "1", "deployed_at": dates[3]}],
        "sign_offs": [{"kind": "review", "by": "deputy", "role": "deputy", "on": dates[3]}],
    })  # fmt: skip


def forty(charter: Charter) -> Charter:
    """The first forty clauses, two of which judge fairness in production."""
    measured = [clause for clause in charter.clauses if "fairness" in type(clause.check).__name__.lower()][:2]
    others = [clause for clause in charter.clauses if clause not in measured and clause.scope == "use_case"]
    return charter.model_copy(update={"clauses": [*measured, *others][:CLAUSES]})


def counts(names: dict[str, tuple[str, ...]]) -> pd.DataFrame:
    """Windowed counts: one row per use case, attribute and group."""
    pairs = [(attribute, group) for attribute, groups in names.items() for group in groups]
    draws, size = np.random.default_rng(5), USE_CASES * len(pairs)
    n = draws.integers(100, 4_000, size)
    selected = draws.binomial(n, 0.5)
    positive = draws.binomial(n, 0.4)
    tp = np.minimum(draws.binomial(positive, 0.7), selected)
    values = {"n": n, "undecided": 0, "selected": selected, "labelled": n, "tp": tp, "fp": selected - tp}
    values |= {"fn": positive - tp, "tn": np.maximum(n - selected - positive + tp, 0)}
    keys = {
        "row": np.repeat(np.arange(USE_CASES), len(pairs)),
        "attribute": pd.Categorical([pair[0] for pair in pairs] * USE_CASES),
        "group": pd.Categorical([pair[1] for pair in pairs] * USE_CASES),
    }
    return pd.DataFrame({**keys, **{name: values[name] for name in COUNTS}})


def facts(charter: Charter) -> Facts:
    """The registry with counts for every window that the charter asks for."""
    windows = {round(check.window.days) for check in fairness_checks(charter)}
    crossed = {"sex" + CROSS + "age_band": tuple(a + CROSS + b for a in GROUPS["sex"] for b in GROUPS["age_band"])}
    met = pd.concat([counts(GROUPS), counts(crossed)], ignore_index=True)
    last = np.full(USE_CASES, np.datetime64(AS_OF, "D"))
    decisions = DecisionFacts(
        dict.fromkeys(windows, counts(GROUPS)), dict.fromkeys(windows, met), first_day=last - 700, last_day=last
    )
    return build_facts(registry(), AS_OF, decisions)


def seconds(charter: Charter, known: Facts, times: int = 5) -> float:
    """The shortest of some runs of assessment and roll-up."""
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        roll_up(assess(charter, known, AS_OF).use_cases)
        best = min(best, time.perf_counter() - start)
    return best


def run() -> list[dict[str, Any]]:
    """Figures with their bounds; nothing here is a test."""
    whole = load_charter(CHARTER)
    charter, known = forty(whole), facts(whole)
    first = seconds(charter, known, times=1)
    warm, every = seconds(charter, known), seconds(whole, known)
    size, all_of_them = f"{USE_CASES:,} use cases × {CLAUSES} clauses", f"the {len(whole.clauses)} shipped clauses"
    return [
        figure(f"assess {size}, from columns", warm, bound=BOUND),
        figure("the same, with the fields read into columns first", first),
        figure(f"assess {USE_CASES:,} use cases × {all_of_them}, from columns", every),
    ]


def figure(name: str, measured: float, *, bound: float | None = None) -> dict[str, Any]:
    """One line of the benchmark's table."""
    said = "shown" if bound is None else f"< {bound} s"
    return {"name": name, "figure": measured, "unit": "s", "bound": said, "ok": bound is None or measured < bound}
