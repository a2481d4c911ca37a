"""What is in an ONNX file, read byte by byte before any engine opens it: the standard's operators, nothing outside.

The file is a message in the encoding of Protocol Buffers; a walker of forty lines is less to trust than a parser that
must be installed. Numbers of fields are those of onnx.proto3.
"""

from collections.abc import Iterator

from dashboard.errors import InputRejected, Problem

MOST_MB = 100
MOST_NODES = 200_000
DEEPEST = 20  # graphs within graphs
STANDARD = frozenset({"", "ai.onnx", "ai.onnx.ml"})
_VARINT, _EIGHT, _BYTES, _FOUR = 0, 1, 2, 5
_EXTERNAL = 1
_REFUSED = "The model was not attached."


def require_plain(data: bytes) -> None:
    """Let through an ONNX model of the standard's operators that holds all of itself.

    Raises:
        InputRejected: no ONNX, too large, other operators, or data in other files; says which.
    """
    if len(data) > MOST_MB * 1024 * 1024:
        found = f"{len(data) / 1024 / 1024:,.1f} MiB"
        raise InputRejected(_REFUSED, [Problem("size", found, f"at most {MOST_MB} MiB")])
    try:
        found_domains, external = _Walk().model(memoryview(data))
    except (ValueError, IndexError, UnicodeDecodeError):
        hint = "Export it as ONNX, such as with skl2onnx; pickles and joblib files are never opened."
        raise InputRejected(_REFUSED, [Problem("file", "no ONNX model", "an ONNX model", suggestion=hint)]) from None
    problems = []
    if custom := sorted(found_domains - STANDARD):
        named = ", ".join(custom[:5])
        problems.append(Problem("operators", f"operators of {named}", "operators of the ONNX standard only"))
    if external:
        problems.append(Problem("data", "weights in other files", "one file that holds all weights"))
    if problems:
        raise InputRejected(_REFUSED, problems)


class _Walk:
    """Through all graphs of a model."""

    def __init__(self) -> None:
        self.domains: set[str] = set()
        self.external = False
        self.nodes = 0

    def model(self, data: memoryview) -> tuple[set[str], bool]:
        """Domains of all operators, and whether any weight lies elsewhere; ValueError where it is no model."""
        version = graph = opsets = 0
        for number, value in _fields(data):
            version |= number == 1 and isinstance(value, int)
            if number == 7:
                graph += 1
                self._graph(_message(value), 0)
            elif number == 8:
                opsets += 1
            elif number == 25:
                self.domains.add("functions of its own")
        if not (version and graph == 1 and opsets and self.nodes):
            raise ValueError("no model")
        return self.domains, self.external

    def _graph(self, data: memoryview, depth: int) -> None:
        if depth > DEEPEST:
            raise ValueError("too deep")
        for number, value in _fields(data):
            if number == 1:
                self._node(_message(value), depth)
            elif number == 5:
                self._tensor(_message(value))
            elif number == 15:
                self._sparse(_message(value))

    def _node(self, data: memoryview, depth: int) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise ValueError("too many nodes")
        domain = ""
        for number, value in _fields(data):
            if number == 7:
                domain = bytes(_message(value)).decode()
            elif number == 5:
                self._attribute(_message(value), depth)
        self.domains.add(domain)

    def _attribute(self, data: memoryview, depth: int) -> None:
        for number, value in _fields(data):
            if number in {6, 11}:
                self._graph(_message(value), depth + 1)
            elif number in {5, 10}:
                self._tensor(_message(value))
            elif number in {22, 23}:
                self._sparse(_message(value))

    def _sparse(self, data: memoryview) -> None:
        for number, value in _fields(data):
            if number in {1, 2}:
                self._tensor(_message(value))

    def _tensor(self, data: memoryview) -> None:
        for number, value in _fields(data):
            self.external |= number == 13 or (number == 14 and value == _EXTERNAL)


def _message(value: int | memoryview) -> memoryview:
    if isinstance(value, int):
        raise ValueError("a number where a message belongs")  # whatever is wrong, it is no model
    return value


def _fields(data: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """Number and value of each field of a message."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        kind = key & 7
        if kind == _VARINT:
            value, at = _varint(data, at)
            yield key >> 3, value
            continue
        size, at = _varint(data, at) if kind == _BYTES else ({_EIGHT: 8, _FOUR: 4}.get(kind, -1), at)
        if size < 0 or at + size > len(data) or not key >> 3:
            raise ValueError("a field that ends outside its message")
        yield key >> 3, data[at : at + size]
        at += size


def _varint(data: memoryview, at: int) -> tuple[int, int]:
    value = 0
    for turn in range(10):
        byte = data[at + turn]
        value |= (byte & 127) << (7 * turn)
        if byte < 128:
            return value, at + turn + 1
    raise ValueError("a number without end")
