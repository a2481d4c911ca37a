"""Documents of a registry file held against their files: one that is missing or altered does not count."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from dashboard.adapters.paths import readable_path
from dashboard.domain.documents import is_kept
from dashboard.domain.papers import Unfounded
from dashboard.domain.plain_text import shown
from dashboard.domain.registry import Evidence, Registry
from dashboard.errors import DecisionLogInvalid, PathRefused
from dashboard.settings import Settings


def with_found_papers(registry: Registry, folder: Path, settings: Settings) -> Registry:
    """The registry in which a document without the file that its SHA-256 names is `Unfounded`.

    Read are documents whose record states a SHA-256 and, in `ref`, a path relative to `folder`, where the registry
    file lies. A link, a path from the root, and what the evidence folder of a store keeps stand as recorded.
    """
    desk = _Desk(folder, settings)
    whole = registry.organisation
    return registry.model_copy(update={
        "organisation": whole and whole.model_copy(update={"evidence": desk.held(whole.evidence)}),
        "use_cases": [
            one.model_copy(update={"evidence": desk.held(one.evidence)}) if one.evidence else one
            for one in registry.use_cases
        ],
    })  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Desk:
    folder: Path
    settings: Settings

    def held(self, papers: Sequence[Evidence]) -> list[Evidence]:
        """Each document, or what is wrong with its file."""
        return [self._held(paper) for paper in papers]

    def _held(self, paper: Evidence) -> Evidence:
        fault = None if paper.sha256 is None or is_kept(paper) else self._fault(paper.ref or "", paper.sha256)
        return paper if fault is None else Unfounded(**paper.model_dump(), fault=fault)

    def _fault(self, ref: str, sha256: str) -> str | None:
        if not _is_path(ref):
            return None
        allowed = [self.folder, *self.settings.read_from]
        try:
            path = readable_path(self.folder / ref, allowed, max_mb=self.settings.max_upload_mb)
        except PathRefused:
            return f"its file {shown(ref)} may not be read"
        except DecisionLogInvalid:
            return f"its file {shown(ref)} is missing or too large to read"
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        stated = sha256.lower().removeprefix("sha256:")
        if found == stated:
            return None
        return f"its file {shown(ref)} has the SHA-256 {found[:12]}…, and the record states {shown(stated[:12])}…"


def _is_path(ref: str) -> bool:
    """Whether it leads to a file beside the registry; `DPIA-2025-13` is a number under which something is filed."""
    if not ref.strip() or urlsplit(ref).scheme or ref.startswith(("/", "\\", "~")):
        return False
    return "/" in ref or PurePosixPath(ref).suffix[1:2].isalpha()
