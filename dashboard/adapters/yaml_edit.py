"""Changes single values of a YAML text where they stand: comments, order and the way of writing stay as they are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from dashboard.adapters.yaml_builder import LOADER
from dashboard.adapters.yaml_document import Path_
from dashboard.errors import InputRejected, Problem


@dataclass(slots=True)
class _Frame:
    """A mapping or list that is being walked: the next index, or the key whose value comes next."""

    path: Path_
    is_list: bool
    index: int = 0
    key: str | None = None


def with_values(text: str, values: Mapping[Path_, str]) -> str:
    """The text with these scalars written anew, each as YAML.

    Args:
        text: a YAML document that was read before: no anchors, no tags.
        values: by path, what to write there, such as `0.85`, `30d` or `"2026.3"`.

    Raises:
        InputRejected: a path leads to no scalar; nothing is changed.
    """
    spans = {path: span for path, span in _scalars(text) if path in values}
    missing = [path for path in values if path not in spans]
    if missing:
        problems = [Problem(" › ".join(map(str, path)), "no single value", "a value to change") for path in missing]
        raise InputRejected("The text was not changed.", problems)
    for path, (start, end) in sorted(spans.items(), key=lambda one: one[1], reverse=True):
        text = text[:start] + values[path] + text[end:]
    return text


def written_at(text: str) -> frozenset[Path_]:
    """The paths of every value that can be changed."""
    return frozenset(path for path, _ in _scalars(text))


def _scalars(text: str) -> Iterator[tuple[Path_, tuple[int, int]]]:
    """Every value that is a scalar, with its place in characters."""
    stack: list[_Frame] = []
    for event in yaml.parse(text, Loader=LOADER):
        if isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            stack.pop()
        elif isinstance(event, yaml.ScalarEvent) and _wants_key(stack):
            stack[-1].key = event.value
        elif isinstance(event, yaml.NodeEvent):
            path = _place(stack)
            if isinstance(event, yaml.ScalarEvent):
                yield path, _span(event)
            else:
                stack.append(_Frame(path, isinstance(event, yaml.SequenceStartEvent)))


def _wants_key(stack: list[_Frame]) -> bool:
    return bool(stack) and not stack[-1].is_list and stack[-1].key is None


def _place(stack: list[_Frame]) -> Path_:
    if not stack:
        return ()
    frame = stack[-1]
    if frame.is_list:
        frame.index += 1
        return (*frame.path, frame.index - 1)
    key, frame.key = frame.key, None
    return (*frame.path, str(key))


def _span(event: Any) -> tuple[int, int]:
    return event.start_mark.index, event.end_mark.index
