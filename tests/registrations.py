"""Realistic answers of a team lead who registers a use case, for the tests of the form."""

from dashboard.domain.triage import Answer

QUIET: dict[str, Answer] = {
    "infers": "infers", "looks_at": ("customer",), "used_for": ("answer",), "narrow_task": "no", "speaks": "yes",
    "emotion": "none", "biometrics": "none", "credit": "no", "life_or_health": "no", "staff": "no",
    "public_service": "no", "decides": "no", "data": ("personal",), "profiles": "no", "generates": "yes",
    "on_market_before": "no", "abuse_imagery": "no", "persuades": "no", "made_by": "built", "own_brand": "no",
    "purpose_changed": "no", "countries": ("EU",),
}  # fmt: skip
ASSISTANT: dict[str, Answer] = {
    **QUIET,
    "title": "Refund chat assistant", "purpose": "Answers customers who ask about a refund in the chat.",
    "acceptable_use": "answer", "ruled_out": ("none",), "channels": ("chat",), "customer_facing": "yes",
    "team": "Service", "lawful_basis": "contract", "retention_days": "180", "free_text": "yes", "trains": "no",
    "expected_benefit": "Answers at night", "expected_harm": "A wrong answer about money", "handoff": "Write agent",
    "marking": "marked_and_detectable", "deepfake": "not_applicable",
    "opt_out": "Write stop", "opt_out_steps": "1", "opt_in_steps": "1",
}  # fmt: skip
DECIDES: dict[str, Answer] = {
    **ASSISTANT, "title": "Refund approval", "acceptable_use": "price", "decides": "person", "speaks": "no",
    "generates": "no", "collected": ("sex", "language"), "not_collected_reason": "Not lawful to ask here",
    "not_collected_by": "lead", "decision_notice": "yes",
    "truth": "no", "mistake": "overlooked", "fairness_metric": "selection_rate_ratio",
}  # fmt: skip
