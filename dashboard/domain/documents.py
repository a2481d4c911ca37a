"""Documents as evidence: what makes a filed one well formed, which file is kept, and what accepting it does."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from dashboard.domain.plain_text import shown
from dashboard.domain.registry import Evidence, UseCase
from dashboard.domain.requests import Ruling
from dashboard.domain.texts import is_one_line
from dashboard.errors import Conflict, Problem

LONGEST_LINK = 2_000
_ONE_LINE = ("file_name", "signed_by", "ref")


def is_kept(paper: Evidence) -> bool:
    """Whether its file lies in the evidence folder; a link, or a file elsewhere, does not."""
    return paper.size is not None and paper.sha256 is not None


def subject_of(paper: Evidence) -> str:
    """What a request to accept it is about: its type and the beginning of its hash, or of its link's."""
    digest = paper.sha256 or hashlib.sha256((paper.ref or "").encode()).hexdigest()
    return f"{paper.type} {digest[:8]}"


def as_details(paper: Evidence) -> dict[str, Any]:
    """The document as it was filed, as JSON-like values."""
    return {"paper": paper.model_dump(mode="json", exclude_none=True)}


def with_acceptance(use_case: UseCase, ruling: Ruling) -> UseCase:
    """The record in which the document counts.

    Raises:
        Conflict: what is on file is no longer what was filed.
    """
    filed = Evidence.model_validate(ruling.request.details["paper"])
    if filed not in use_case.evidence:
        raise Conflict(f"The {filed.type} that was filed on {filed.uploaded_on} is no longer on file as it was filed.")
    accepted = filed.model_copy(update={"accepted_by": ruling.ruled_by, "accepted_on": ruling.on})
    return use_case.model_copy(update={"evidence": [accepted if one == filed else one for one in use_case.evidence]})


def paper_problems(paper: Evidence, *, as_of: date) -> Iterator[Problem]:
    """Everything that is wrong with a document that somebody files on that day."""
    if paper.effective is None:
        yield Problem("effective date", "nothing", "the day from which the document holds")
    elif paper.expires is not None and paper.expires < paper.effective:
        yield Problem("expiry", str(paper.expires), f"a day on or after {paper.effective}, from which it holds")
    if paper.expires is not None and paper.expires < as_of:
        yield Problem("expiry", str(paper.expires), f"a day on or after {as_of}: this document has lapsed already")
    if (paper.ref is None) is not is_kept(paper):
        yield Problem("document", "neither or both", "a file or a link, one of them")
    for name in _ONE_LINE:
        text = getattr(paper, name)
        if text is not None and not is_one_line(text):
            yield Problem(name.replace("_", " "), shown(text), "one line of text")
    if paper.ref is not None:
        yield from _link_problems(paper.ref)
    yield from _statement_problems(paper.states)


def _link_problems(link: str) -> Iterator[Problem]:
    expected = "a link such as https://intranet.example/dpia.pdf, without a name or password in it"
    if len(link) > LONGEST_LINK:
        yield Problem("link", f"{len(link):,} characters", f"at most {LONGEST_LINK:,}")
        return
    try:
        parts = urlsplit(link)
        usable = parts.scheme == "https" and bool(parts.hostname) and parts.username is None and (parts.port or 443) > 0
    except ValueError:  # brackets that do not close, a port that is no number
        usable = False
    if not usable or any(character.isspace() for character in link) or "\\" in link:
        yield Problem("link", shown(link), expected)


def _statement_problems(states: Mapping[str, Any]) -> Iterator[Problem]:
    for name, value in states.items():
        if not isinstance(value, str) or not value.strip():
            yield Problem(f"statement {name}", shown(value), "what the document states about it, in words")
