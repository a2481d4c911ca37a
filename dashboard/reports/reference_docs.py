"""The parts of docs/ that follow from models and data: what every key, field and clause means, never by hand."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from pydantic import BaseModel

from dashboard.domain.charter import Charter, Clause, Defaults
from dashboard.domain.checks import (
    AllOf,
    AnyOf,
    CountCheck,
    CoverageCheck,
    DeadlineCheck,
    EachCheck,
    EvidenceCheck,
    FairnessCheck,
    FieldCheck,
    QuantileCheck,
    RateCheck,
    SignOffCheck,
)
from dashboard.domain.field_rules import fields_read
from dashboard.domain.frameworks import Frameworks
from dashboard.domain.metrics import METRICS
from dashboard.domain.registry import Logs, Organisation, UseCase
from dashboard.domain.registry_fields import DERIVED, ORGANISATION_DERIVED, KnownField, fields_of_model, type_in_words
from dashboard.reports.charter_guide import AFTER_CHECKS, BEFORE_CHECKS, EXAMPLES
from dashboard.services.screens.rules import rule_in_words, scope_in_words

MADE = "<!-- Made by `python -m dashboard docs`; change the models or the charter instead. -->\n"
_KINDS: Mapping[str, type[BaseModel]] = MappingProxyType({
    "field": FieldCheck, "each": EachCheck, "evidence": EvidenceCheck, "sign_off": SignOffCheck,
    "fairness": FairnessCheck, "rate": RateCheck, "quantile": QuantileCheck, "count": CountCheck,
    "deadline": DeadlineCheck, "coverage": CoverageCheck, "all_of": AllOf, "any_of": AnyOf,
})  # fmt: skip
_ANY_PART = "applies_to"
_DRAWN_BY = MappingProxyType({"law": "law", "policy": "our policy", "mixed": "law and policy together"})


def reference_docs(charter: Charter, frameworks: Frameworks) -> dict[str, str]:
    """File name inside docs/ to Markdown."""
    return {
        "charter.md": charter_reference(),
        "registry.md": registry_reference(charter),
        "clauses.md": clause_reference(charter, frameworks),
    }


def charter_reference() -> str:
    """The format of a charter, key by key."""
    return "\n".join([
        MADE, BEFORE_CHECKS, *_model("The top of the file", Charter), *_model("`defaults`", Defaults),
        *_model("`clauses`", Clause), *_check_kinds(), AFTER_CHECKS, *_metrics(),
    ])  # fmt: skip


def _model(title: str, model: type[BaseModel]) -> list[str]:
    return [f"## {title}\n", *_keys(model), ""]


def _check_kinds() -> Iterator[str]:
    yield "## Checks: the first key names the kind\n"
    yield "Every check, and every part of one, may carry its own `applies_to`.\n"
    for kind, model in _KINDS.items():
        yield f"### `{kind}`\n"
        yield f"{(model.__doc__ or '').strip()}\n"
        yield f"```yaml\n{EXAMPLES[kind]}\n```\n"
        yield from _keys(model, without=(_ANY_PART,))
        yield ""


def _keys(model: type[BaseModel], without: Sequence[str] = ()) -> list[str]:
    rows = [
        [f"`{field.alias or name}`", type_in_words(field.annotation), _needed(model, name), field.description or ""]
        for name, field in model.model_fields.items()
        if name not in without and not field.exclude
    ]
    return table(["key", "type", "", "meaning"], rows)


def _needed(model: type[BaseModel], name: str) -> str:
    field = model.model_fields[name]
    if field.is_required():
        return "required"
    default = field.get_default(call_default_factory=True)
    plain = default not in (None, [], {}) and not isinstance(default, BaseModel)
    return f"default `{str(default).lower() if isinstance(default, bool) else default}`" if plain else "optional"


def _metrics() -> Iterator[str]:
    yield "## Fairness metrics\n"
    rows = [[f"`{m.name}`", m.plain, f"`{m.formula}`", m.aif360 or "–", m.fairlearn or "–"] for m in METRICS.values()]
    yield from table(["metric", "in plain words", "formula", "AIF360", "Fairlearn"], rows)
    yield ""


def registry_reference(charter: Charter) -> str:
    """Every field of the registry: type, meaning, and the clauses of this charter that read it."""
    readers = fields_read(charter)
    intro = (
        "# The registry, field by field\n\nRegistry format 1: the same records in the database and in one YAML file "
        "(`check --registry FILE.yaml`). An absent field is *unknown*, never false. Dots reach into records; through a "
        "list they stand for the values of all its members.\n\n```yaml\nformat: 1\norganisation: {name: …}\n"
        "use_cases:\n  - id: retention-offers\n    title: Retention offers\n```\n"
    )
    whole = [f"organisation.{field}" for field in ORGANISATION_DERIVED]
    return "\n".join([
        MADE, intro,
        "## A use case\n", *_fields(fields_of_model(UseCase), readers), "",
        "## Derived from a use case\n", *_derived(DERIVED, readers, list(DERIVED)), "",
        "## The organisation\n", *_fields(fields_of_model(Organisation, "organisation."), readers), "",
        "## Derived from the whole registry\n", *_derived(ORGANISATION_DERIVED, readers, whole), "",
        "## Logs, for a check without a database\n", *_fields(fields_of_model(Logs, "logs."), readers), "",
    ])  # fmt: skip


def _fields(fields: Iterator[KnownField], readers: Mapping[str, Sequence[str]]) -> list[str]:
    rows = [[f"`{field.path}`", field.type, field.meaning, _read_by(readers, field.path)] for field in fields]
    return table(["field", "type", "meaning", "read by"], rows)


def _derived(
    derived: Mapping[str, tuple[str, str]], readers: Mapping[str, Sequence[str]], paths: Sequence[str]
) -> list[str]:
    rows = [
        [f"`{name}`", kind, meaning, _read_by(readers, path)]
        for path, (name, (kind, meaning)) in zip(paths, derived.items(), strict=True)
    ]
    return table(["field", "type", "meaning", "read by"], rows)


def _read_by(readers: Mapping[str, Sequence[str]], path: str) -> str:
    return ", ".join(f"[{clause}](clauses.md#{clause.lower()})" for clause in readers.get(path, ()))


def clause_reference(charter: Charter, frameworks: Frameworks) -> str:
    """Every clause of the charter in plain words, with what decides it and the laws behind it."""
    head = f"# {charter.title}\n\nVersion {charter.version}, in force from {charter.effective.isoformat()}.\n"
    parts = [MADE, head, f"{charter.purpose.strip()}\n"]
    for key, principle in charter.principles.items():
        parts += [f"## {principle.title}\n", f"{principle.commitment}\n"]
        parts += [_clause(clause, charter, frameworks) for clause in charter.clauses if clause.principle == key]
    return "\n".join(parts)


def _clause(clause: Clause, charter: Charter, frameworks: Frameworks) -> str:
    lines = [
        f"- **Whom:** {scope_in_words(clause)}",
        f"- **Decided by:** {rule_in_words(clause, charter.defaults)}",
        f"- **If not kept:** {clause.severity}, to be put right within {clause.remediate_within}; "
        f"the line is drawn by {_DRAWN_BY[clause.threshold_set_by]}",
        f"- **Behind it:** {_laws(clause, frameworks)}",
        *([f"- **Not checked:** {clause.not_checked}"] if clause.not_checked else []),
        *([f"- **Note:** {clause.note}"] if clause.note else []),
    ]
    body = "\n".join(lines)
    return f'### <a id="{clause.id.lower()}"></a>{clause.id} {clause.title}\n\n{clause.requirement}\n\n{body}\n'


def _laws(clause: Clause, frameworks: Frameworks) -> str:
    named = [f"{frameworks.frameworks[law].title} {', '.join(items)}" for law, items in clause.maps_to.items() if items]
    return "; ".join(named) or "our own promise"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A Markdown table; bars inside cells are escaped."""
    lines = [list(head), ["---"] * len(head), *rows]
    return [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in lines]
