"""One finding in full: clause, sentence, what was left out, the papers behind it, the command that shows it again."""

from datetime import date
from typing import Any

import pytest

from dashboard.domain.why import explain
from dashboard.errors import NotFound
from tests.assessing import assessed, case, charter, clause, counts, decisions, registry

FAIR: dict[str, Any] = {"fairness": "selection_rate_ratio", "between": [0.8, 1.25], "window": "90d", "min_group": 200}


def test_an_explanation_holds_everything_behind_a_finding() -> None:
    """Parts, papers that count and that do not, groups not tested, and who owns it."""
    both = {"all_of": [FAIR, {"evidence": "report", "signed_by": "dpo"}, {"sign_off": "review"}]}
    papers = [
        {"type": "report", "effective": date(2026, 5, 1), "accepted_by": "officer", "signed_by": name}
        for name in ("dpo", "lead")
    ]
    plan = {"sex": "collected", "ethnicity": {"not_collected": "no basis", "decided_by": "dpo"}}
    signed = [{"kind": "review", "by": "officer", "on": date(2026, 6, 1)}]
    promise = charter(clause(both, not_checked="proxies"))
    practice = registry(case(evidence=papers, protected_attributes=plan, sign_offs=signed))
    found, facts = assessed(promise, practice, log=decisions(counts({"M": (6000, 0.5), "F": (5000, 0.3)})))

    why = explain(promise, facts, found, "u", "X-01")

    assert (why.status.value, why.owner, why.not_checked) == ("non_compliant", "lead", "proxies")
    assert [part.value for part in why.parts] == ["non_compliant", "compliant", "compliant"]
    assert why.not_tested == ("ethnicity (no basis, decided by dpo)",)
    assert why.papers == (
        "report of 1 May 2026",
        "report of 1 May 2026 (does not count)",
        "review by officer, 1 Jun 2026",
    )
    assert why.spelled.measured is not None
    assert why.command == "python -m dashboard check --as-of 2026-11-23 --use-case u"


def test_what_was_not_held_cannot_be_explained() -> None:
    """An unknown clause or use case is named in a sentence."""
    promise = charter(clause({"field": "owner", "present": True}))
    found, facts = assessed(promise, registry(case()))
    with pytest.raises(NotFound, match="Z-99"):
        explain(promise, facts, found, "u", "Z-99")
