"""Thresholds that were tried, as JSON: every number that the page shows, infinity as `nobody`."""

from math import isfinite
from typing import Any

from dashboard.domain.thresholds import SINGLE, Chosen
from dashboard.reports.as_json import json_number, json_record
from dashboard.reports.asked_of import source_json
from dashboard.reports.legal_note import note_json
from dashboard.services.legal_note import LEGAL
from dashboard.services.screens.threshold_strategies import CHARTER, Tried
from dashboard.services.thresholds import TriedThresholds, TryThresholds


def thresholds_json(found: TriedThresholds, command: TryThresholds) -> dict[str, Any]:
    """The question, who was counted, the chosen strategy and what each other would cost."""
    scored, chosen = found.scored, found.chosen
    return {
        **source_json(command.file, scored.use_case, command.days),
        "attribute": scored.attribute,
        "as_of": found.as_of.isoformat(),
        "strategy": command.strategy,
        "cost_ratio": command.asked.ratio,
        "within": command.asked.within,
        "confidence": scored.confidence,
        "base": "people with a score and a known outcome",
        "unlabelled": scored.unlabelled,
        "left_out": dict(scored.left_out),
        "bin_width": max(one.width for one in scored.ladders),
        "result": None if chosen is None else _tried(chosen),
        "proven": found.all.kept.proven if command.strategy == CHARTER else None,
        "why_not": found.all.kept.why_not or None if command.strategy == CHARTER else None,
        "legal": None if command.strategy == SINGLE else LEGAL,
        "acknowledged": note_json(found.note),
        "costs": {one.strategy: one.setting.cost for one in found.all.tried},
    }


def _tried(one: Tried) -> dict[str, Any]:
    return {
        "cost": one.setting.cost,
        "hidden_by_bins": json_number(one.setting.hidden),
        "gaps": {name: json_record(gap) for name, gap in one.gaps.items()},
        "groups": [_chosen(each) for each in one.setting.groups],
    }


def _chosen(one: Chosen) -> dict[str, Any]:
    threshold = one.threshold if isfinite(one.threshold) else "nobody"
    return {"group": one.group, "threshold": threshold, "tp": one.tp, "fp": one.fp, "fn": one.fn, "tn": one.tn}
