"""The demonstration portfolio as it stood on any day: dates relative to the day of seeding become real ones."""

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dashboard.domain.durations import parse_duration
from dashboard.domain.facts import OUT_OF_USE
from dashboard.domain.registry import Organisation, Registry, UseCase

_OFFSET = re.compile(r"^[+-]\d{1,5}d$")
_OWN_KEYS = ("like", "material_changes", "stopped", "evidence", "sign_offs", "models", "waivers")
OFFICER = "ethics-officer"


@dataclass(frozen=True, slots=True)
class Demonstration:
    """The authored file, its profiles merged and its offsets turned into dates; see data/demo/registry.yaml."""

    organisation: Mapping[str, Any]
    users: tuple[Mapping[str, Any], ...]
    use_cases: tuple[Mapping[str, Any], ...]


def demonstration(data: Mapping[str, Any], *, today: date) -> Demonstration:
    """Merge the profiles and resolve every offset against `today`."""
    profiles = data.get("profiles", {})
    merged = [_with_profiles(entry, profiles) for entry in data["use_cases"]]
    return Demonstration(
        organisation=resolve_offsets(data["organisation"], today),
        users=tuple(data.get("users", ())),
        use_cases=tuple(resolve_offsets(entry, today) for entry in merged),
    )


def resolve_offsets(value: Any, today: date) -> Any:
    """Turn `-400d` into the date 400 days before today, at any depth."""
    if isinstance(value, Mapping):
        return {key: resolve_offsets(item, today) for key, item in value.items()}
    if isinstance(value, list):
        return [resolve_offsets(item, today) for item in value]
    if isinstance(value, str) and _OFFSET.match(value):
        return today + timedelta(days=int(value[:-1]))
    return value


def merge(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Mappings merge key by key, anything else replaces; a null takes a key away."""
    merged = dict(copy.deepcopy(dict(base)))
    for key, value in over.items():
        both = isinstance(value, Mapping) and isinstance(merged.get(key), Mapping)
        merged[key] = merge(merged[key], value) if both else copy.deepcopy(value)
    return {key: value for key, value in merged.items() if value is not None}


def as_it_stood(demo: Demonstration, as_of: date) -> Registry:
    """The registry as it was known on `as_of`: nothing registered, changed, signed or deployed later is in it."""
    cases = [case for entry in demo.use_cases if (case := use_case_at(entry, as_of)) is not None]
    return Registry(organisation=organisation_at(demo.organisation, as_of), use_cases=cases)


def organisation_at(entry: Mapping[str, Any], as_of: date) -> Organisation:
    """The organisation with the documents it had on `as_of`."""
    body = {key: value for key, value in entry.items() if key not in ("evidence", "sign_offs")}
    documents = [
        _document(kind, day, spec, owner=OFFICER, prefix="ORG")
        for kind, spec in entry.get("evidence", {}).items()
        for day in _days(spec, first=spec["first"], entry={}, as_of=as_of)
    ]
    return Organisation.model_validate(body | {"evidence": documents})


def use_case_at(entry: Mapping[str, Any], as_of: date) -> UseCase | None:
    """The use case on `as_of`, or None before it was registered."""
    if entry["registered_at"] > as_of:
        return None
    changes = [day for day in entry.get("material_changes", []) if day <= as_of]
    body = {key: value for key, value in entry.items() if key not in _OWN_KEYS}
    body |= {
        "lifecycle": _lifecycle(entry, as_of),
        "models": [_model_at(model, as_of) for model in entry.get("models", []) if model["deployed_at"] <= as_of],
        "evidence": _documents(entry, as_of),
        "sign_offs": _sign_offs(entry, as_of),
        "waivers": [waiver for waiver in entry.get("waivers", []) if waiver["granted"] <= as_of],
        "overseer": {"name": entry["owner"]} | dict(entry.get("overseer", {})),
    }
    if body["lifecycle"] in OUT_OF_USE:
        body |= {"stop_ordered_on": entry["stopped"]["on"], "stopped_on": entry["stopped"]["on"]}
    if changes:
        body["last_material_change"] = max(changes)
    if "approved_by" in entry.get("triage", {}):
        body["triage"] = dict(entry["triage"]) | {"approved_on": max([entry["registered_at"], *changes])}
    return UseCase.model_validate(body)


def _with_profiles(entry: Mapping[str, Any], profiles: Mapping[str, Any]) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for name in entry.get("like", []):
        merged = merge(merged, profiles[name])
    return merge(merged, entry)


def _lifecycle(entry: Mapping[str, Any], as_of: date) -> str:
    stopped = entry.get("stopped")
    if stopped and stopped["on"] <= as_of:
        return str(stopped["lifecycle"])
    live = entry.get("go_live")
    if live is None:
        return str(entry.get("lifecycle", "draft"))
    return "live" if live <= as_of else "approved"


def _model_at(model: Mapping[str, Any], as_of: date) -> dict[str, Any]:
    retired = model.get("retired_at")
    return dict(model) | {"retired_at": retired if retired and retired <= as_of else None}


def _documents(entry: Mapping[str, Any], as_of: date) -> list[dict[str, Any]]:
    return [
        _document(kind, day, spec, owner=entry["owner"], prefix=entry["id"])
        for kind, spec in entry.get("evidence", {}).items()
        for day in _days(spec, first=entry["registered_at"], entry=entry, as_of=as_of)
    ]


def _document(kind: str, day: date, spec: Mapping[str, Any], *, owner: str, prefix: str) -> dict[str, Any]:
    return {
        "type": kind,
        "effective": day,
        "ref": f"{prefix}/{kind}/{day:%Y-%m}",
        "uploaded_by": owner,
        "accepted_by": "ethics-deputy",
        "signed_by": spec.get("signed_by"),
        "states": dict(spec.get("states", {})),
    }


def _sign_offs(entry: Mapping[str, Any], as_of: date) -> list[dict[str, Any]]:
    return [
        {"kind": kind, "by": spec["by"], "role": spec["role"], "on": day}
        for kind, spec in entry.get("sign_offs", {}).items()
        for day in _days(spec, first=entry["registered_at"], entry=entry, as_of=as_of)
    ]


def _days(spec: Mapping[str, Any], *, first: date, entry: Mapping[str, Any], as_of: date) -> list[date]:
    """The days of a recurring document: from the first one on, at its pace, and after each change it follows."""
    days = {first, *_every(spec, first)}
    after = spec.get("after", [])
    if "changes" in after:
        days |= set(entry.get("material_changes", []))
    if "models" in after:
        days |= {model["deployed_at"] for model in entry.get("models", [])}
    return sorted(day for day in days if first <= day <= as_of)


def _every(spec: Mapping[str, Any], first: date) -> list[date]:
    last = spec.get("last")
    if last is None:
        return []
    if "every" not in spec:
        return [last]
    pace = round(parse_duration(spec["every"]).days)
    return [last - timedelta(days=back) for back in range(0, max((last - first).days, 0) + 1, pace)]
