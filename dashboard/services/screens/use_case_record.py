"""The rest of a use case's page: its data, its models in time, every field, its documents and its history."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from dashboard.adapters.queries import use_case as query
from dashboard.domain.field_words import plain_words
from dashboard.domain.registry import Organisation, UseCase
from dashboard.domain.wording import WORDS, day, named
from dashboard.services.screens.case_file import CaseFile, open_file
from dashboard.services.screens.conditions import plain_value
from dashboard.services.screens.model_tables import model_table, reported_table
from dashboard.services.screens.papers_behind import evidence_table, sign_off_table
from dashboard.services.screens.words import absent, as_date, event_words, moment
from dashboard.services.sources import Sources

_DATA = (
    "uses_personal_data", "special_category", "profiling", "trains_on_customer_data", "retention_days",
    "decision_notice", "art22_ground", "human_review_route", "art9_condition", "content_marking", "training_sources",
)  # fmt: skip
_PARTS = ("models", "evidence", "sign_offs", "waivers")


@dataclass(frozen=True, slots=True)
class ModelSpan:
    """A model version from its first to its last day in service; `retired` None while it serves."""

    name: str
    version: str
    deployed: date
    retired: date | None


@dataclass(frozen=True, slots=True)
class UseCaseRecord:
    """Tables of the page; every cell is plain text, a date or a number."""

    purposes: pd.DataFrame
    data: pd.DataFrame
    attributes: pd.DataFrame
    models: tuple[ModelSpan, ...]
    model_table: pd.DataFrame
    reported: pd.DataFrame
    record: pd.DataFrame
    unknown: int
    evidence: pd.DataFrame
    sign_offs: pd.DataFrame
    waivers: pd.DataFrame
    history: pd.DataFrame


def load_record(sources: Sources, use_case: str) -> UseCaseRecord | None:
    """The record of a use case; None where nobody has this id."""
    case = open_file(sources, use_case)
    if case is None:
        return None
    record = record_table(case)
    return UseCaseRecord(
        purposes=_purposes(case),
        data=_rows(case, _DATA),
        attributes=_attributes(case),
        models=model_spans(case),
        model_table=model_table(case.parts["models"]),
        reported=reported_table(case.parts["models"]),
        record=record,
        unknown=int((record["Value"] == "unknown").sum()),
        evidence=evidence_table(case, case.parts["evidence"], sources.as_of),
        sign_offs=sign_off_table(case.parts["sign_offs"], case),
        waivers=_waivers(case),
        history=history(case, query.events(sources.database, case.key)),
    )


def record_table(case: CaseFile) -> pd.DataFrame:
    """Every field of registry format 1, the unknown ones too; of the organisation its own."""
    fields = Organisation.model_fields if case.is_organisation else UseCase.model_fields
    return _rows(case, tuple(name for name in fields if name not in _PARTS))


def _rows(case: CaseFile, names: tuple[str, ...]) -> pd.DataFrame:
    pairs = [pair for name in names for pair in _lines(name, case.record.get(name))]
    return pd.DataFrame(pairs, columns=["Field", "Value"])


def _lines(name: str, value: Any) -> list[tuple[str, str]]:
    if isinstance(value, dict) and value:
        return [line for key, item in value.items() for line in _lines(f"{name}.{key}", item)]
    if value is None or value == {}:
        return [(named(name), "unknown")]
    return [(named(name).replace(".", ": "), _value(value))]


def _value(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_value(item) for item in value) or "none"
    if isinstance(value, dict):
        known = [f"{key.replace('_', ' ')}: {_value(item)}" for key, item in value.items() if item is not None]
        return ", ".join(known)
    return str(value) if isinstance(value, str) else plain_value(value)


def _purposes(case: CaseFile) -> pd.DataFrame:
    purposes = case.record.get("purposes") or []
    return pd.DataFrame(
        {
            "Purpose": [item.get("purpose") or "unknown" for item in purposes],
            "Lawful basis": [plain_words(item.get("lawful_basis") or "unknown") for item in purposes],
            "Record of processing": [item.get("ropa_ref") or "unknown" for item in purposes],
        }
    )


def _attributes(case: CaseFile) -> pd.DataFrame:
    attributes = case.record.get("protected_attributes") or {}
    rows = [
        (named(name), "collected", "", "")
        if value == "collected"
        else (
            named(name),
            "not collected",
            value.get("not_collected"),
            case.person(value.get("decided_by")) or "unknown",
        )
        for name, value in attributes.items()
    ]
    return pd.DataFrame(rows, columns=["Attribute", "State", "Because", "Decided by"])


def model_spans(case: CaseFile) -> tuple[ModelSpan, ...]:
    """Versions with a known first day, oldest first."""
    rows = [
        ModelSpan(str(row.name_), str(row.version), deployed, as_date(row.retired_at))
        for row in case.parts["models"].rename(columns={"name": "name_"}).itertuples()
        if (deployed := as_date(row.deployed_at)) is not None
    ]
    return tuple(sorted(rows, key=lambda span: (span.deployed, span.version)))


def _waivers(case: CaseFile) -> pd.DataFrame:
    waivers = case.parts["waivers"]
    return pd.DataFrame(
        {
            "Clause": waivers["clause"].astype(str).to_list(),
            "Until": [as_date(value) for value in waivers["until"]],
            "Reason": waivers["reason"].astype(str).to_list(),
            "Approved by": [case.person(value) or "nobody" for value in waivers["approved_by"]],
        }
    )


def history(case: CaseFile, events: pd.DataFrame) -> pd.DataFrame:
    """Ledger entries and changes of status as sentences, newest first."""
    told = [
        (moment(pd.Timestamp(str(row.recorded_at)).to_pydatetime()), str(row.recorded_at), event_in_words(row, case))
        for row in events.itertuples()
    ]
    told += [(day(as_date(row.as_of)), f"{row.as_of}", flip_in_words(row)) for row in case.flips.itertuples()]
    told.sort(key=lambda entry: entry[1], reverse=True)
    return pd.DataFrame([(when, what) for when, _, what in told], columns=["When", "What happened"])


def event_in_words(row: Any, case: CaseFile) -> str:
    """One ledger entry as a sentence."""
    what = event_words(str(row.kind))
    if row.entity == "review_item":
        what = what.replace("Review item", f"Review item RI-{int(row.entity_id):03d}", 1)
    about = f" ({row.entity_id})" if row.entity == "batch" else ""
    signed = "" if row.authenticated else ", unauthenticated"
    person = f"{case.person(row.actor)}, {str(row.role).replace('_', ' ')}{signed}"
    who = "the dashboard" if row.actor == "system" else person
    return f"{what}{about} by {who} · entry {row.seq}, revision {row.revision}"


def flip_in_words(row: Any) -> str:
    """One change of status as a sentence."""
    what = f"Clause {row.clause}" if row.clause else "The use case" if row.use_case_id else "The organisation"
    was = "not judged before" if absent(row.was) else WORDS.get(row.was, str(row.was)).lower()
    became = "waived" if row.became_reason == "waived" else WORDS.get(row.became, str(row.became)).lower()
    return f"{what} became {became} (was {was}): {row.cause}"
