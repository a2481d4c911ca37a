"""Documents and sign-offs as a use case holds them, for tests of findings."""

from datetime import date
from typing import Any

DPIA = {"evidence": "dpia"}
REVIEW = {"sign_off": "review"}


def paper(**fields: Any) -> dict[str, Any]:
    """A data protection impact assessment of May 2026 that somebody else accepted."""
    basis = {"type": "dpia", "effective": date(2026, 5, 1), "uploaded_by": "lead", "accepted_by": "officer"}
    return {"evidence": [{**basis, **fields}]}


def signed(**fields: Any) -> dict[str, Any]:
    """A review by the officer of June 2026."""
    return {"sign_offs": [{"kind": "review", "by": "officer", "role": "officer", "on": date(2026, 6, 1), **fields}]}
