"""Reads a registry in format 1 from one YAML file: the practice without a database."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dashboard.adapters.validation import rejected, validated
from dashboard.adapters.yaml_document import Fault, YamlDocument
from dashboard.adapters.yaml_source import scan_yaml
from dashboard.domain.plain_text import shown
from dashboard.domain.registry import Registry
from dashboard.errors import RegistryInvalid

MAX_BYTES = 32 * 1024 * 1024  # an export of some thousand imported systems with their source rows is 10 MB


@dataclass(frozen=True, slots=True)
class RegistryLines:
    """Where the records of a registry file stand in it."""

    document: YamlDocument
    rows: dict[str, int]

    def line(self, use_case: str, field: str | None = None) -> int:
        """The line of a field of a record, else of the record; "" is the organisation."""
        record = ("use_cases", self.rows[use_case]) if use_case else ("organisation",)
        return self.document.line(record if field is None else (*record, field)) or 1


def load_registry_file(source: Path | bytes, *, what: str | None = None) -> Registry:
    """The registry in a file, or in its bytes.

    Raises:
        RegistryInvalid: with every Problem: line, path, what was found, what was expected.
    """
    return load_registry_with_lines(source, what=what)[0]


def load_registry_with_lines(source: Path | bytes, *, what: str | None = None) -> tuple[Registry, RegistryLines]:
    """The same, and the line of every record.

    Raises:
        RegistryInvalid: with every Problem: line, path, what was found, what was expected.
    """
    name = what or (f"The registry {source.name}" if isinstance(source, Path) else "The registry")
    document = scan_yaml(source, what=name, error=RegistryInvalid, max_bytes=MAX_BYTES)
    registry = validated(document, Registry, what=name, error=RegistryInvalid)
    faults = [*_repeated(registry), *_unknown_use_cases(registry)]
    if faults:
        raise rejected(document, faults, what=name, error=RegistryInvalid)
    return registry, RegistryLines(document, {case.id: row for row, case in enumerate(registry.use_cases)})


def _repeated(registry: Registry) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for index, case in enumerate(registry.use_cases):
        if case.id in first:
            found = f"the id {shown(case.id)}, which use_cases[{first[case.id]}] already has"
            yield Fault(("use_cases", index, "id"), found, "each id once")
        first.setdefault(case.id, index)


def _unknown_use_cases(registry: Registry) -> Iterator[Fault]:
    known = {case.id for case in registry.use_cases}
    for kind in type(registry.logs).model_fields:
        for index, log in enumerate(getattr(registry.logs, kind)):
            if getattr(log, "use_case", None) not in {None, *known}:
                found = f"a log of the use case {shown(log.use_case)}, which is not in this file"
                yield Fault(("logs", kind, index, "use_case"), found, "the id of a use case")
