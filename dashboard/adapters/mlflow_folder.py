"""Reads registered models from an MLflow file store: YAML meta files, and figures in files of one line a step.

Every file is read as text by our own YAML reader; nothing in the store is loaded, run or followed out of it.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from dashboard.adapters.mlflow_shape import MOST_VERSIONS, name_of, reported_by, version_of
from dashboard.adapters.yaml_source import read_yaml
from dashboard.domain.effort import step
from dashboard.domain.found_models import FoundModels, FoundVersion
from dashboard.domain.plain_text import shown
from dashboard.domain.registry import Reported
from dashboard.errors import InputRejected, Problem

_MOST_BYTES = 64 * 1024
_TAIL = 256 * 1024


class MlflowFolder:
    """One file store: the folder that holds `models`, or the one above it with `mlruns`."""

    def __init__(self, folder: Path) -> None:
        inner = folder / "mlruns"
        self.folder = (inner if inner.is_dir() else folder).resolve()
        if not (self.folder / "models").is_dir():
            found = "no folder models" if folder.is_dir() else "no such folder"
            expected = "a folder in which MLflow registered models, such as mlruns"
            raise InputRejected("No models were read.", [Problem(shown(str(folder)), found, expected)])

    def close(self) -> None:
        """Nothing is open."""

    def versions(self) -> FoundModels:
        """Every registered version; what cannot be read is a remark, and the rest is read."""
        found: list[FoundVersion] = []
        remarks: list[str] = []
        places = sorted((self.folder / "models").glob("*/version-*"))
        for at, place in enumerate(places):
            step(at, len(places), "versions read")
            if len(found) >= MOST_VERSIONS:
                remarks.append(f"Only the first {MOST_VERSIONS:,} versions were read.")
                break
            try:
                found.append(self._version(place))
            except InputRejected as refused:
                remarks.append(f"{name_of(place.parent.name)} {name_of(place.name)} was left out: "
                               f"{'; '.join(map(str, refused.problems))}")  # fmt: skip
        return FoundModels(f"the MLflow folder {self.folder}", tuple(found), tuple(remarks))

    def figures(self, version: FoundVersion) -> list[Reported]:
        """The last values of its run, and over them those of its logged model."""
        found: list[Reported] = []
        for what, pattern, wanted in (
            ("run", "*/{}/metrics", version.run), ("model", "*/models/{}/metrics", version.logged_model),
        ):  # fmt: skip
            for folder in self.folder.glob(pattern.format(wanted)) if wanted.replace("-", "").isalnum() else ():
                found += reported_by(f"MLflow {what} {wanted}", self._logged(folder))
        return list({one.metric: one for one in found}.values())

    def _version(self, place: Path) -> FoundVersion:
        meta = read_yaml(self._inside(place / "meta.yaml"), what="A model version", max_bytes=_MOST_BYTES)
        found = version_of(meta.data, dict(self._texts(place / "tags")), dict(self._texts(place.parent / "tags")))
        if not found.model or f"version-{found.version}" != place.name:
            expected = f"the name and version of {place.parent.name} {place.name}"
            raise InputRejected("It is refused.", [Problem("meta.yaml", f"{found.model} {found.version}", expected)])
        aliases = [name for name, number in self._texts(place.parent / "aliases") if number.strip() == found.version]
        return replace(found, aliases=tuple(sorted(name_of(one) for one in aliases)))

    def _texts(self, folder: Path) -> Iterator[tuple[str, str]]:
        """Names below a folder and what their small files say."""
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if self._inside(path).is_file():
                with path.open("rb") as file:
                    yield path.relative_to(folder).as_posix(), file.read(_MOST_BYTES).decode("utf-8", "replace")

    def _logged(self, folder: Path) -> Iterator[tuple[str, Any, Any]]:
        """Name, value and milliseconds of the last step of each figure."""
        for path in sorted(folder.rglob("*")):
            if self._inside(path).is_file():
                with path.open("rb") as file:
                    file.seek(max(path.stat().st_size - _TAIL, 0))
                    lines = [line.split() for line in file.read(_TAIL).decode("utf-8", "replace").splitlines()]
                steps = [one for one in lines if len(one) >= 2 and one[0].isdecimal()]
                if steps:
                    last = max(steps, key=lambda one: (int(one[2]) if one[2:] and one[2].lstrip("-").isdecimal() else 0,
                                                       int(one[0])))  # fmt: skip
                    yield path.relative_to(folder).as_posix(), last[1], last[0]

    def _inside(self, path: Path) -> Path:
        if not path.resolve().is_relative_to(self.folder):
            raise InputRejected("It is refused.", [Problem(path.name, "a link out of the folder", "a file in it")])
        return path
