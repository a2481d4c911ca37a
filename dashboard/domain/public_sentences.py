"""The English of the sentences that public entries are made of; other languages say the same under the same ids."""

from collections.abc import Mapping

from dashboard.domain.field_words import plain_document, plain_words
from dashboard.domain.metrics import METRICS
from dashboard.domain.public_phrases import Language
from dashboard.domain.wording import TIERS, day

SENTENCES: Mapping[str, str] = {
    "channel": "{channel:channels}",
    "about_people": "It decides about people, or ranks, scores, routes or prices them.",
    "not_about_people": "It does not decide about people.",
    "supports": "People decide with its help.",
    "alone": "It decides with no person deciding each case.",
    "never_alone": "No decision is made by it alone.",
    "weighs": "Its decisions can weigh heavily on people.",
    "looked_at_again": "You can ask a person to look at a decision again and change it.",
    "not_looked_at": "There is no way to have a decision looked at by a person.",
    "personal": "It uses personal data.",
    "not_personal": "It uses no personal data.",
    "sensitive": "That includes sensitive data such as health, belief or origin.",
    "not_sensitive": "It uses no sensitive data such as health, belief or origin.",
    "profiling": "It evaluates personal aspects of people (profiling).",
    "trains": "Data of customers train or tune the model.",
    "trains_not": "Data of customers train no model.",
    "aims": "Used for: {purposes:aims}.",
    "kept.none": "Conversations are kept for no days.",
    "kept.one": "Conversations are kept for 1 day.",
    "kept": "Conversations are kept for {count:d} days.",
    "person": "You can reach a person.",
    "no_person": "You cannot reach a person from here.",
    "way_out": "{channel:channels}: {how}",
    "tier": "{tier:tiers}.",
    "tier_laws": "{tier:tiers} (EU AI Act: {laws:name}).",
    "because": "{reason:reasons}",
    "built": "We built it ourselves.",
    "vendor": "A supplier made it.",
    "embedded": "It is part of a product of a supplier.",
    "gpai_api": "It works on a general-purpose AI model of a supplier.",
    "supplier": "Supplier: {name}",
    "models": "Kind of model: {kinds}.",
    "team": "The team {team} answers for it.",
    "owner": "Its owner is {role:roles}.",
    "assessment": "{kind:documents}, {on:day}",
    "live": "In use.",
    "stop_ordered": "In use; its stop was ordered.",
    "suspended": "Suspended, not in use.",
    "retired": "No longer in use.",
    "rejected": "Rejected, not in use.",
    "not_yet": "Not in use yet.",
    "first_day": "First day of use: {on:day}.",
    "stop_on": "Stop ordered on {on:day}.",
    "last_day": "Last day of use: {on:day}.",
    "review": "{on:day}, by {role:roles}.",
    "compared": "Compared by {attributes:attributes}.",
    "counted.one": "Counted: 1 decision, {first:day} to {last:day}.",
    "counted": "Counted: {count:d} decisions, {first:day} to {last:day}.",
    "strip.one": "{metric:metrics}, by {attribute:attributes}: {group:name} against {reference:name} "
    "{value:d}{unit:name}, 95 % interval {low:d} to {high:d} (equal is "
    "{equal:d}), 1 decision about this group.",
    "strip": "{metric:metrics}, by {attribute:attributes}: {group:name} against {reference:name} "
    "{value:d}{unit:name}, 95 % interval {low:d} to {high:d} (equal is "
    "{equal:d}), {count:d} decisions about this group.",
    "strip_all.one": "{metric:metrics}, by {attribute:attributes}: {group:name} over all groups {value:d}{unit:name}, "
    "95 % interval {low:d} to {high:d} (equal is {equal:d}), 1 decision about this group.",
    "strip_all": "{metric:metrics}, by {attribute:attributes}: {group:name} over all groups {value:d}{unit:name}, "
    "95 % interval {low:d} to {high:d} (equal is {equal:d}), {count:d} decisions about this group.",
    "non_compliant": "This is more than our own charter allows.",
    "waived": "This is more than our own charter allows; it is allowed for a limited time.",
    "watch": "This may be more than our own charter allows; it is not proven.",
    "not_assessed": "Whether our own charter allows this is not decided yet.",
    "compliant": "Our own charter allows this.",
    "not_collected": "Not collected: {attributes:attributes}.",
    "not_compared": "Collected, not compared yet: {attributes:attributes}.",
    "too_small.one": "Too small to compare or to show: 1 group.",
    "too_small": "Too small to compare or to show: {count:d} groups.",
    "incidents.none": "No incidents recorded.",
    "incidents.one": "1 incident recorded.",
    "incidents": "{count:d} incidents recorded.",
    "incomplete": "Nobody has stated that this count is complete.",
}
_ROLES = {
    "officer": "the AI ethics officer", "deputy": "the deputy of the AI ethics officer", "auditor": "an auditor",
    "team_lead": "a team lead", "unknown": "somebody whose role is not on record",
}  # fmt: skip
ROLES = frozenset(_ROLES) - {"unknown"}


def english_word(kind: str, code: str) -> str:
    """The word of a list for a code: a reason is its own English."""
    if kind == "metrics":
        return METRICS[code].plain if code in METRICS else plain_words(code)
    if kind == "documents":
        return plain_document(code)
    words: Mapping[str, Mapping[str, str]] = {"tiers": TIERS, "roles": _ROLES, "reasons": {code: code}}
    return words.get(kind, {}).get(code) or plain_words(code)


ENGLISH = Language(
    "en", SENTENCES, {}, english_word, day, thousands=",", point=".", both=" and ",
)  # fmt: skip
