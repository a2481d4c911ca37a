"""When a consent can be proved: the fields that a record of it must hold, and what is counted about choices.

The fields are those that ISO/IEC TS 27560:2023 and the GDPR (7(1), 7(2), 13(2)(c)) ask of the record itself: who, when,
which notice in which language, for what, how it was given and how to withdraw it. What the standard asks of the
controller, the recipients and the storage stands in the notice that the record names, and is not looked for here.
"""

from collections.abc import Mapping

COMPLETE = "consent_record_complete"
FIELD = "field"  # the attribute by which the presence of each field is counted
MANDATORY: Mapping[str, str] = {
    "subject_key": "who",
    "event_time": "when",
    "notice_version": "notice version",
    "language": "language of the notice",
    "purpose_id": "purpose",
    "method": "how it was given",
    "withdrawal": "how to withdraw",
}
EVERY_CHANNEL = "every channel"
KNOWN = "known"
STATES = ("in", "out", "lapsed")  # lapsed: expired, invalidated or unknown, which is no consent and no opt-out
