"""Which field of a record a check asks first, so that a report can point at its line."""

from dashboard.domain.check_parts import EvidenceCheck, Part
from dashboard.domain.checks import AllOf, AnyOf, EachCheck, FairnessCheck, FieldCheck, SignOffCheck


def field_of(check: Part) -> str | None:
    """The top-level field; None where the record itself says nothing about it."""
    if isinstance(check, AllOf):
        return field_of(check.all_of[0])
    if isinstance(check, AnyOf):
        return field_of(check.any_of[0])
    if isinstance(check, FieldCheck):
        return check.paths[0].split(".")[0]
    if isinstance(check, EachCheck):
        return check.each.split(".")[0]
    named = {EvidenceCheck: "evidence", SignOffCheck: "sign_offs", FairnessCheck: "protected_attributes"}
    return named.get(type(check))
