"""Names of registry fields, documents, roles and metrics as people say them."""

from dashboard.domain.wording import LONG_NAMES

_LETTERS = 4  # of an abbreviation
_FIELDS = {
    "art9": "Art. 9",
    "art22": "Art. 22",
    "lia": "legitimate interests assessment",
    "dpia": "data protection impact assessment",
    "dpo": "data protection officer",
    "fria": "fundamental rights impact assessment",
    "art9_evidence_ref": "Art. 9 evidence reference",
    "ropa_ref": "reference in the record of processing",
    "art22_ground": "Art. 22 ground",
    "art6_3": "Art. 6(3) exemption",
    "annex_iii_point": "Annex III point",
    "art9_condition": "Art. 9 condition",
    "go_live": "go-live date",
    "risk_tier": "risk tier",
    "serious_high_risk": "serious incident of a high-risk system",
    "last_material_change": "last material change",
}
_SHORT = frozenset({"ai", "cx", "dpo", "dpia", "dpa", "fria", "gpai", "msa", "adm", "ui", "id"})


def plain_field(path: str) -> str:
    """`human_handoff.enabled` as `human handoff: enabled`."""
    return ": ".join(_FIELDS.get(part) or plain_words(part) for part in path.split("."))


def plain_words(name: str) -> str:
    """`ai_users` as `AI users`."""
    return " ".join(word.upper() if word in _SHORT else word for word in name.split("_"))


def plain_document(name: str) -> str:
    """`dpia` as `data protection impact assessment (DPIA)`, `fairness_report` as `fairness report`."""
    long = LONG_NAMES.get(name)
    if long is None:
        return plain_words(name)
    inner = long[:1].lower() + long[1:]
    return f"{inner} ({name.upper()})" if len(name) <= _LETTERS else inner
