"""Model cards out of a record: Model Card Toolkit (schema v0.0.2) and Hugging Face, from the same words and numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.domain.registry import Model, NotCollected, UseCase
from dashboard.domain.wording import day, named

_ORDINARY = str.maketrans({character: f"\\{character}" for character in "\\`*_{}[]#|~"} | {"<": "&lt;", ">": "&gt;"})


@dataclass(frozen=True, slots=True)
class CardFigure:
    """One fairness measurement of the newest assessment; low and high None where it has no interval."""

    metric: str
    plain: str
    attribute: str
    group: str
    reference: str | None
    value: float
    low: float | None
    high: float | None
    n: int
    n_reference: int

    @property
    def slice(self) -> str:
        """Of whom it speaks, against whom, with the sizes of both."""
        against = f" against {self.reference} (n {self.n_reference:,})" if self.reference else ""
        return f"{self.attribute} {self.group} (n {self.n:,}){against}"


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What a card says: the record, who owns it, its fairness, how many small groups are withheld, and its source."""

    use_case: UseCase
    owner: str
    figures: tuple[CardFigure, ...]
    withheld: int
    as_of: date
    source: str

    @property
    def serving(self) -> Model | None:
        """The newest version in service on the day of the card."""
        serving = [
            one
            for one in self.use_case.models
            if one.deployed_at
            and one.deployed_at <= self.as_of
            and not (one.retired_at and one.retired_at < self.as_of)
        ]
        return max(serving, key=lambda one: one.deployed_at or date.min, default=None)

    def limits(self) -> Iterator[str]:
        """What it must not be trusted with, and what nobody tested."""
        for name, state in (self.use_case.protected_attributes or {}).items():
            if isinstance(state, NotCollected):
                yield f"Not tested for {named(name).lower()}: {state.not_collected}"
        if not self.figures:
            yield "No fairness measurement is on record: it is not known whom this system treats worse."
        if self.withheld:
            yield f"{self.withheld:,} small groups are withheld, because few people could be recognised in them."


def toolkit_card(card: ModelCard) -> dict[str, Any]:
    """The card as Model Card Toolkit has it; what the record does not know is absent."""
    use_case, model = card.use_case, card.serving
    version = {"name": model.version, "date": str(model.deployed_at)} if model else None
    details = {
        "name": use_case.title, "overview": use_case.purpose, "documentation": _documented(card),
        "owners": [{"name": name} for name in (use_case.team, card.owner) if name], "version": version,
    }  # fmt: skip
    return {
        "schema_version": "0.0.2",
        "model_details": _known(details),
        "model_parameters": _known({"model_architecture": model.type if model else None}),
        "quantitative_analysis": {"performance_metrics": [_metric(one) for one in card.figures]},
        "considerations": _known({
            "use_cases": _described([use_case.purpose]),
            "limitations": _described(list(card.limits())),
            "ethical_considerations": _harms(use_case),
        }),
    }  # fmt: skip


def _documented(card: ModelCard) -> str:
    return ". ".join(filter(None, [_allowed(card.use_case), card.source]))


def _metric(one: CardFigure) -> dict[str, Any]:
    limits = None if one.low is None or one.high is None else {"lower_bound": one.low, "upper_bound": one.high}
    return _known({"type": one.metric, "value": one.value, "slice": one.slice, "confidence_interval": limits})


def front_matter(card: ModelCard) -> dict[str, Any]:
    """The head of a Hugging Face README: tags, and each figure with its interval and sizes."""
    results = [
        _known({"type": one.metric, "value": one.value, "name": f"{one.plain}, {one.slice}",
                "args": _known({"low": one.low, "high": one.high, "n": one.n, "n_reference": one.n_reference})})
        for one in card.figures
    ]  # fmt: skip
    task = {"type": "other", "name": card.use_case.title}
    index = {"name": card.use_case.title, "results": [
        {"task": task, "dataset": {"type": "decision-log", "name": f"Decisions in service, {day(card.as_of)}"},
         "metrics": results}]}  # fmt: skip
    return _known(
        {"tags": ["model-card", "fairness"], "pipeline_tag": "other", "model-index": [index] if results else None}
    )


def card_text(card: ModelCard) -> str:
    """The body of the README in Markdown; text by people is written as text."""
    use_case = card.use_case
    parts = [f"# {_plain(use_case.title)}"]
    parts += ["## Intended use", _plain(use_case.purpose)] if use_case.purpose else ["Its purpose is not on record."]
    parts += ["## Acceptable use", _plain(named(use_case.acceptable_use))] if use_case.acceptable_use else []
    parts += ["## Limits", *(f"- {_plain(one)}" for one in card.limits())]
    if use_case.expected_harm:
        parts += ["## What could go wrong", _plain(use_case.expected_harm)]
    if card.figures:
        head = "| Figure | Of whom | Value | Interval |\n|---|---|---|---|\n"
        parts += ["## Fairness", head + "\n".join(map(_line, card.figures))]
    return "\n\n".join([*parts, f"Source: {_plain(card.source)}"]) + "\n"


def _line(one: CardFigure) -> str:
    interval = "none" if one.low is None or one.high is None else f"{one.low:.3f} to {one.high:.3f}"
    return f"| {_plain(one.plain)} | {_plain(one.slice)} | {one.value:.3f} | {interval} |"


def _plain(text: str) -> str:
    """Text by people as Markdown that shows it and does nothing else; `card_proposals` reads it back."""
    return " ".join(text.split()).translate(_ORDINARY)


def _allowed(use_case: UseCase) -> str | None:
    return f"Acceptable use: {named(use_case.acceptable_use)}" if use_case.acceptable_use else None


def _harms(use_case: UseCase) -> list[dict[str, Any]] | None:
    harm = use_case.expected_harm
    return [_known({"name": harm, "mitigation_strategy": _person(use_case)})] if harm else None


def _person(use_case: UseCase) -> str | None:
    return use_case.human_handoff.how if use_case.human_handoff else None


def _described(texts: list[str | None]) -> list[dict[str, str]] | None:
    return [{"description": text} for text in texts if text] or None


def _known(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
