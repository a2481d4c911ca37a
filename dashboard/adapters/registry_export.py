"""The registry as a file of format 1, so that what the store holds can be read, kept and loaded elsewhere."""

from typing import Any

import yaml

from dashboard.adapters.yaml_scalars import resolve
from dashboard.domain.registry import Registry


class _Dumper(yaml.SafeDumper):
    """Writes no anchors, which format 1 refuses, and quotes what other programs would read as a date or a switch."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  # the base class calls it so
        """Repeat a value instead of pointing at it."""
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    quoted = resolve(text) != text
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="'" if quoted else None)


_Dumper.add_representer(str, _text)


def registry_yaml(registry: Registry) -> str:
    """The whole registry as YAML; unknown fields and empty lists are left out."""
    body = registry.model_dump(exclude_none=True, exclude_defaults=False)
    return yaml.dump(_without_empty(body), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


def _without_empty(value: Any) -> Any:
    """Without empty lists and mappings, which say nothing that an absent key does not."""
    if isinstance(value, dict):
        kept = {key: _without_empty(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item not in ([], {})}
    return [_without_empty(item) for item in value] if isinstance(value, list) else value
