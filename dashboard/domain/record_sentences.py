"""Which fields are missing in consent records that prove too little, in a sentence."""

from dashboard.domain.checks import RateCheck
from dashboard.domain.consent_records import COMPLETE, FIELD
from dashboard.domain.facts import Subject, Terms
from dashboard.domain.wording import listed


def missing_fields(check: RateCheck, subject: Subject, terms: Terms, row: int) -> list[tuple[str, int, int]]:
    """Field, records without it, records: most often missing first; only of consent records."""
    if check.rate != COMPLETE:
        return []
    since = check.window.before(terms.as_of)
    found = subject.interactions.by_group(COMPLETE, FIELD, since, terms.as_of).get(row, {})
    lacking = [(name, int(numbers[2] - numbers[0]), int(numbers[2])) for name, numbers in found.items()]
    return sorted((one for one in lacking if one[1]), key=lambda one: (-one[1], one[0]))


def missing_sentence(check: RateCheck, subject: Subject, terms: Terms, row: int) -> str:
    """What is missing how often, to follow the sentence of the rate; blank where nothing is."""
    lacking = missing_fields(check, subject, terms, row)
    if not lacking:
        return ""
    said = [f"{name} in {without:,}" for name, without, _ in lacking]
    return f" Missing of {lacking[0][2]:,}: {listed(said)}."
