"""Public entries in the fields of two public-sector standards; what an entry does not say is left out visibly.

UK ATRS: the attributes of version 1.1 in their order, with tier and whether they must be there. Dutch standard: the
attributes of version 0.4.0, with the longest text and the values that it permits.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from dashboard.domain.public_entry import Entry

Said = Callable[[Entry, str], str]
Need = Literal["required", "optional", "open"]
UNSAID = "Not stated"
_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}")
_STATUS = {"production": "In gebruik", "development": "In ontwikkeling", "retired": "Buiten gebruik"}
_LANGUAGES = {"en": "eng", "de": "deu", "nl": "nld", "fr": "fra"}


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of a standard.

    Attributes:
        group: where the standard puts it.
        said: what of an entry goes there; the second argument is the organisation. None: entries never say it.
        need: `open` where the standard does not say.
        longest: characters that it permits; 0 where it says nothing.
    """

    name: str
    group: str
    need: Need
    said: Said | None = None
    longest: int = 0


def _lines(*names: str) -> Said:
    return lambda entry, _: "\n".join(line for name in names for line in entry.lines.get(name, ()))


def _fact(name: str) -> Said:
    return lambda entry, _: entry.facts.get(name, "")


def _organisation(_: Entry, organisation: str) -> str:
    return organisation


def _supplier(entry: Entry, _: str) -> str:
    return entry.facts.get("vendor") or ("Built in-house" if entry.facts.get("sourcing") == "built" else "")


def _address(entry: Entry, _: str) -> str:
    """The first e-mail address that the entry itself gives for questions or complaints."""
    found = _MAIL.search("\n".join(line for name in ("contact", "complaint") for line in entry.lines.get(name, ())))
    return found[0] if found else ""


def _month(name: str) -> Said:
    return lambda entry, _: entry.facts.get(name, "")[:7]


_ONE, _TWO = "Tier 1", "Tier 2"
ATRS: tuple[Attribute, ...] = (
    Attribute("name", _ONE, "required", _lines("name")),
    Attribute("description", _ONE, "required", _lines("purpose", "channels")),
    Attribute("website", _ONE, "optional"),
    Attribute("contact_email", _ONE, "required", _address),
    Attribute("organisation", _TWO, "required", _organisation),
    Attribute("team", _TWO, "open", _fact("team")),
    Attribute("senior_responsible_owner", _TWO, "open"),
    Attribute("external_supplier*", _TWO, "required", _supplier),
    Attribute("external_supplier_identifier*", _TWO, "optional"),
    Attribute("external_supplier_role*", _TWO, "required", _lines("supplier")),
    Attribute("data_access_terms*", _TWO, "open"),
    Attribute("scope", _TWO, "required", _lines("purpose")),
    Attribute("benefit", _TWO, "required"),
    Attribute("alternatives_considered", _TWO, "open"),
    Attribute("model_type", _TWO, "required", _fact("models")),
    Attribute("frequency_usage", _TWO, "open"),
    Attribute("phase", _TWO, "required", _fact("phase")),
    Attribute("maintenance", _TWO, "open", _lines("review")),
    Attribute("system_architecture", _TWO, "open"),
    Attribute("process_integration", _TWO, "open", _lines("decisions")),
    Attribute("provided_information", _TWO, "open"),
    Attribute("human_decisions", _TWO, "required", _lines("decisions", "handoff")),
    Attribute("required_training", _TWO, "open"),
    Attribute("appeals_and_review", _TWO, "required", _lines("opt_out", "complaint")),
    Attribute("source_data_name*", _TWO, "required"),
    Attribute("source_data_description*", _TWO, "required", _lines("data")),
    Attribute("source_data_url*", _TWO, "optional"),
    Attribute("data_collection*", _TWO, "required"),
    Attribute("data_sharing_agreements*", _TWO, "required"),
    Attribute("data_access_and_storage*", _TWO, "required"),
    Attribute("impact_assessment_name*", _TWO, "required", _lines("assessments")),
    Attribute("impact_assessment_description*", _TWO, "open"),
    Attribute("impact_assessment_date*", _TWO, "open"),
    Attribute("impact_assessment_link*", _TWO, "open"),
    Attribute("risk_name*", _TWO, "required", _lines("tier")),
    Attribute("risk_description*", _TWO, "open", _lines("fairness", "not_tested", "incidents")),
    Attribute("risk_mitigation*", _TWO, "open"),
)  # fmt: skip
DUTCH: tuple[Attribute, ...] = (
    Attribute("name", "always", "required", _lines("name"), 100),
    Attribute("organization", "always", "required", _organisation, 250),
    Attribute("description_short", "always", "optional", _lines("purpose"), 250),
    Attribute("type", "always", "optional"),
    Attribute("category", "always", "optional"),
    Attribute("website", "more", "optional", longest=500),
    Attribute("status", "always", "optional", lambda entry, _: _STATUS.get(entry.facts.get("phase", ""), "")),
    Attribute("begin_date", "always", "optional", _month("first_day"), 7),
    Attribute("end_date", "more", "optional", _month("last_day"), 7),
    Attribute("goal", "always", "optional", _lines("purpose", "channels", "fairness", "not_tested"), 2500),
    Attribute("proportionality", "always", "optional", longest=2500),
    Attribute("provider", "more", "optional", _fact("vendor"), 200),
    Attribute("lawful_basis", "more", "optional", longest=2500),
    Attribute("lawful_basis_link", "more", "optional", longest=200),
    Attribute("impacttoetsen", "always", "optional", _lines("assessments")),
    Attribute("iama_description", "more", "optional", longest=500),
    Attribute("url", "more", "optional", longest=500),
    Attribute("contact_email", "always", "optional", _address, 500),
    Attribute("lang", "more", "optional", lambda entry, _: _LANGUAGES.get(entry.language, ""), 3),
    Attribute("standard_version", "more", "optional", lambda _entry, _: "0.4.0"),
    Attribute("uuid", "more", "optional", longest=100),
    Attribute("source_id", "more", "optional", lambda entry, _: entry.use_case, 100),
    Attribute("tags", "more", "optional", _lines("tier"), 2500),
    Attribute("source_data", "always", "optional", _lines("data"), 5000),
    Attribute("source_data_link", "more", "optional", longest=500),
    Attribute("methods_and_models", "more", "optional", _fact("models"), 5000),
    Attribute("publiccode", "always", "required", longest=500),
    Attribute("human_intervention", "always", "optional", _lines("decisions", "handoff", "opt_out"), 2500),
    Attribute("risks", "always", "optional", _lines("tier", "incidents"), 2500),
)  # fmt: skip
DUTCH_LAYOUT = "nl-algoritmeregister"
LAYOUTS: Mapping[str, tuple[Attribute, ...]] = {"uk-atrs": ATRS, DUTCH_LAYOUT: DUTCH}


def laid_out(entry: Entry, organisation: str, attributes: tuple[Attribute, ...]) -> dict[str, str]:
    """Attribute to text in the standard's order; what must be there says so where it is not stated."""
    found = {one.name: _fitted(one.said(entry, organisation) if one.said else "", one.longest) for one in attributes}
    needed = {one.name for one in attributes if one.need == "required"}
    return {name: text or UNSAID for name, text in found.items() if text or name in needed}


def skipped(entry: Entry, organisation: str, attributes: tuple[Attribute, ...]) -> tuple[str, ...]:
    """Attributes of the standard about which the entry says nothing."""
    return tuple(one.name for one in attributes if not (one.said and one.said(entry, organisation)))


def _fitted(text: str, longest: int) -> str:
    """Cut where the standard permits no more, and visibly so."""
    return text if not longest or len(text) <= longest else f"{text[: longest - 1]}…"
