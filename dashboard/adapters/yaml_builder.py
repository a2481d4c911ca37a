"""Builds plain data from parser events and refuses what could harm before anything is built from it.

Anchors, aliases, tags, duplicate keys and deep nesting stop here: an alias bomb does its harm after parsing
(PyYAML's safe_load accepts it).
"""

from dataclasses import dataclass
from typing import Any, cast

import yaml

from dashboard.adapters.yaml_document import Fault, Path_, Unreadable, YamlDocument, path_in_words
from dashboard.adapters.yaml_scalars import Refused, resolve
from dashboard.domain.plain_text import escaped, shown

MAX_DEPTH = 40
MAX_PROBLEMS = 50
_NO_ALIAS = "the value itself (anchors and aliases are not allowed)"
_NO_TAG = "a plain value (tags are not allowed)"
LOADER = cast("type[yaml.SafeLoader]", getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@dataclass(slots=True)
class _Frame:
    """A mapping or list that is being filled."""

    container: dict[str, Any] | list[Any]
    path: Path_
    key: str | None = None


class _Builder:
    """Builds plain data from parser events with a stack of its own, so that depth costs no recursion."""

    def __init__(self) -> None:
        self.document = YamlDocument(data=cast("dict[str, Any]", None))
        self.stack: list[_Frame] = []
        self.documents = 0

    def feed(self, event: yaml.Event) -> None:
        line = cast("Any", event.start_mark).line + 1
        if isinstance(event, yaml.DocumentStartEvent):
            self._document(line)
        elif isinstance(event, yaml.AliasEvent):
            raise Unreadable(
                self._here(),
                f"the alias *{escaped(str(event.anchor))}",
                _NO_ALIAS,
                line,
            )
        elif isinstance(event, yaml.NodeEvent):
            self._node(event, line)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self.stack.pop()

    def _document(self, line: int) -> None:
        self.documents += 1
        if self.documents > 1:
            raise Unreadable("the whole file", "a second document", "one document only", line)

    def _node(self, event: Any, line: int) -> None:
        if event.anchor is not None:
            raise Unreadable(
                self._here(),
                f"the anchor &{escaped(str(event.anchor))}",
                _NO_ALIAS,
                line,
            )
        if event.tag is not None:
            raise Unreadable(self._here(), f"the tag {escaped(event.tag)}", _NO_TAG, line)
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, line)
        else:
            self._open({} if isinstance(event, yaml.MappingStartEvent) else [], line)

    def _open(self, container: dict[str, Any] | list[Any], line: int) -> None:
        if self._wants_key():
            raise Unreadable(self._here(), f"{shown(container)} as a key", "text as a key", line)
        if len(self.stack) >= MAX_DEPTH:
            raise Unreadable(self._here()[:200], "deeper nesting", f"at most {MAX_DEPTH} levels", line)
        self.stack.append(_Frame(container, self._place(container, line)))

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        if self._wants_key():
            self._key(event.value, line)
            return
        plain = event.style is None or event.style == ""
        value = resolve(event.value) if plain else event.value
        refused = value if isinstance(value, Refused) else None
        path = self._place(event.value if refused else value, line)
        self.document.written[path] = event.value
        if refused:
            self._fault(Fault(path, shown(event.value), refused.expected, refused.suggestion, line))

    def _key(self, key: str, line: int) -> None:
        frame = self.stack[-1]
        path = (*frame.path, key)
        if isinstance(frame.container, dict) and key in frame.container:
            found = f"the key {shown(key)} on line {self.document.lines[path]} and again on line {line}"
            self._fault(Fault(path, found, "each key once", line=line))
        self.document.lines[path] = line
        frame.key = key

    def _place(self, value: Any, line: int) -> Path_:
        if not self.stack:
            self.document.data = value
            return ()
        frame = self.stack[-1]
        if isinstance(frame.container, dict):
            path: Path_ = (*frame.path, cast("str", frame.key))
            frame.container[cast("str", frame.key)], frame.key = value, None
            return path
        path = (*frame.path, len(frame.container))
        self.document.lines[path] = line
        frame.container.append(value)
        return path

    def _wants_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1].container, dict) and self.stack[-1].key is None

    def _fault(self, fault: Fault) -> None:
        if len(self.document.faults) < MAX_PROBLEMS:
            self.document.faults.append(fault)

    def _here(self) -> str:
        frame = self.stack[-1] if self.stack else None
        path = () if frame is None else (*frame.path, frame.key) if frame.key is not None else frame.path
        return path_in_words(self.document.data, path)


def build(text: str) -> YamlDocument:
    """Data, lines and faults of one document; Unreadable when it cannot be taken at all."""
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=LOADER):
            builder.feed(event)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        reason = str(getattr(problem, "problem", None) or "something unreadable").removeprefix("found ")
        where = f"column {mark.column + 1}" if mark else "the text"
        raise Unreadable(where, reason, "valid YAML", mark.line + 1 if mark else None) from None
    return builder.document
