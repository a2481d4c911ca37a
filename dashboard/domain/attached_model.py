"""A model that is attached to a use case: what it reads and gives, held against the features that are kept."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.domain.kept_features import CATEGORY, NUMBER, Kind
from dashboard.domain.plain_text import shown
from dashboard.errors import Problem

TEXT = "tensor(string)"
DTYPES = {
    "tensor(float)": "float32", "tensor(double)": "float64", "tensor(int64)": "int64", "tensor(int32)": "int32",
}  # fmt: skip
WHOLE = frozenset({"int64", "int32"})
_SCORES = ("tensor(float)", "tensor(double)")
_NAMED = ("probabilities", "output_probability", "probability", "score", "scores")


@dataclass(frozen=True, slots=True)
class End:
    """An input or an output of a model; a size that is not fixed is a name or None."""

    name: str
    type: str
    shape: tuple[int | str | None, ...]

    @property
    def single(self) -> bool:
        """Whether it holds one value for each row."""
        return len(self.shape) == 1 or (len(self.shape) == 2 and self.shape[1] == 1)


@dataclass(frozen=True, slots=True)
class Ends:
    """Everything a model reads and gives."""

    inputs: tuple[End, ...]
    outputs: tuple[End, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """An input: the feature it reads, as which type, and whether as a column of a table."""

    input: str
    feature: str
    dtype: str
    flat: bool


@dataclass(frozen=True, slots=True)
class Signature:
    """How a model is asked: its inputs, and the output and column that is the score of the favourable decision."""

    reads: tuple[Read, ...]
    output: str
    column: int

    @property
    def features(self) -> tuple[str, ...]:
        """The features that it reads."""
        return tuple(one.feature for one in self.reads)


def held(ends: Ends, kinds: Mapping[str, Kind], favourable: int) -> tuple[Signature | None, list[Problem]]:
    """The signature of a model over these features, or what does not fit."""
    by_name = {_plain(name): name for name in kinds}
    found = [_read(one, by_name, kinds) for one in ends.inputs]
    reads = [one for one in found if isinstance(one, Read)]
    problems = [one for one in found if isinstance(one, Problem)]
    output = _output(ends.outputs)
    if output is None:
        given = ", ".join(f"{one.name} {one.type}" for one in ends.outputs) or "nothing"
        hint = "With skl2onnx: options={'zipmap': False}."
        problems.append(Problem("outputs", shown(given), "a table of probabilities or scores", suggestion=hint))
        return None, problems
    columns = output.shape[1] if len(output.shape) == 2 and isinstance(output.shape[1], int) else 1
    if not 0 <= favourable < max(columns, 1) and columns > 1:
        problems.append(Problem("favourable", str(favourable), f"0 to {columns - 1}, a column of {output.name}"))
    column = favourable if columns > 1 else 0
    return (None, problems) if problems else (Signature(tuple(reads), output.name, column), [])


def _read(one: End, by_name: Mapping[str, str], kinds: Mapping[str, Kind]) -> Read | Problem:
    """An input with its feature, or why there is none."""
    where = f"input {shown(one.name)}"
    if not one.single:
        return Problem(where, f"a table of {list(one.shape)}", "one value a row: one input for each feature")
    feature = by_name.get(_plain(one.name))
    if feature is None:
        kept = ", ".join(sorted(kinds)) or "none"
        return Problem(where, "no such feature", f"a feature that is kept: {kept}")
    wanted = CATEGORY if one.type == TEXT else NUMBER if one.type in DTYPES else None
    if wanted != kinds[feature]:
        expected = f"{'texts' if kinds[feature] == CATEGORY else 'numbers'}, as {feature} is kept"
        return Problem(where, one.type, expected)
    return Read(one.name, feature, DTYPES.get(one.type, "str"), flat=len(one.shape) == 1)


def _output(outputs: tuple[End, ...]) -> End | None:
    fit = [one for one in outputs if one.type in _SCORES and len(one.shape) in {1, 2}]
    return next((one for one in fit if one.name.lower() in _NAMED), next(iter(fit), None))


def _plain(name: str) -> str:
    """Names as exporters write them: `emp.var.rate` becomes `emp_var_rate`."""
    return re.sub(r"\W", "_", name).lower()
