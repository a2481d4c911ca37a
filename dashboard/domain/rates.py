"""The rates of interactions and sampled answers by name: of which of them each speaks, and what counts as a yes.

Counts of interactions are long: use_case, day, channel, attribute, group, rate and three numbers. `n` interactions
are in question, `yes` of them had it and of `unknown` nobody recorded it; the rest had it not. The attribute "" stands
for all interactions together.
"""

from dataclasses import dataclass

from dashboard.domain.consent_records import COMPLETE

EVENT_COUNTS: tuple[str, ...] = ("yes", "unknown", "n")
EVENT_KEYS: tuple[str, ...] = ("use_case", "day", "channel", "attribute", "group", "rate")
ALL = ""
OPENING_HOURS = "opening_hours"
CHANNEL = "channel"
OFFER_TO_VULNERABLE = "persuasive_offer_to_vulnerable_customer"
INTERACTIONS, SAMPLES, CONSENT = "interactions", "samples", "consent"
ROW_WORDS = {INTERACTIONS: "interaction", SAMPLES: "sampled answer", CONSENT: "consent record"}
LOG_WORDS = {INTERACTIONS: "interaction log", SAMPLES: "file of sampled answers", CONSENT: "consent history"}


@dataclass(frozen=True, slots=True)
class LoggedRate:
    """One rate; `plain` is what the screen calls it, `of` what is counted, `unrecorded` how an unknown one is read.

    `source` is the kind of log that tells it; `logged` is False for rates that no log tells yet.
    """

    name: str
    plain: str
    of: str
    unrecorded: str = ""
    source: str = INTERACTIONS
    logged: bool = True


RATES: dict[str, LoggedRate] = {
    rate.name: rate
    for rate in (
        LoggedRate("disclosure_shown", "AI disclosed", "conversations led by AI", "never counted as shown"),
        LoggedRate("handoff_connected", "Hand-off connected", "requests for a person", "never counted as connected"),
        LoggedRate("handed_off", "Handed to a person", "conversations led by AI", "not counted as handed off"),
        LoggedRate("resolved", "Solved", "conversations led by AI", "not counted as solved"),
        LoggedRate("ai_complaint", "Complaints", "conversations with AI", "may hide complaints"),
        LoggedRate("customer_known", "Customer known", "conversations with AI", "not counted as known"),
        LoggedRate("emotion_notice_shown", "Emotion notice shown", "conversations with AI", "never counted as shown"),
        LoggedRate(OFFER_TO_VULNERABLE, "Offers to vulnerable customers", "conversations with AI", "may hide offers"),
        LoggedRate("personal_data_leaked", "Personal data leaked", "sampled answers", "may hide leaks", SAMPLES),
        LoggedRate("wrong_or_harmful_answer", "Wrong or harmful answers", "sampled answers", "may hide some", SAMPLES),
        LoggedRate(COMPLETE, "Complete consent records", "records of consent that was given", source=CONSENT),
    )
}


RATES_IN_HOURS = ("handoff_connected",)


def during(rate: str, hours: str | None) -> str:
    """The name under which a rate within certain hours is counted."""
    return rate if hours is None else f"{rate}@{hours}"
