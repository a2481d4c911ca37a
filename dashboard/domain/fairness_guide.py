"""Which kind of fairness fits a use case, in plain words: a proposal from two questions, never a decision.

Where the truth never comes out, only shares of favourable decisions can be compared. Where it does, what counts is the
mistake that hurts: a person overlooked, a person wrongly picked out, or both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

Guided = Mapping[str, str]
KINDS: Mapping[str, str] = MappingProxyType({
    "selection_rate_ratio": "Equal shares: every group gets favourable decisions about as often",
    "true_positive_rate_gap": "Equal chances: those who qualify get it about as often in every group",
    "false_positive_rate_gap": "Equal suspicion: nobody's group is wrongly picked out more often",
    "equalized_odds_difference": "Equal mistakes: both kinds of mistake are about as frequent in every group",
    "accuracy_gap": "Equal accuracy: decisions are right about as often in every group",
})  # fmt: skip
TRUTH: Mapping[str, str] = MappingProxyType({
    "yes": "Yes, for everybody", "some": "Only for those who got it", "no": "No, or seldom",
})  # fmt: skip
MISTAKES: Mapping[str, str] = MappingProxyType({
    "overlooked": "Somebody who qualifies does not get it", "accused": "Somebody is wrongly picked out",
    "both": "Both hurt alike", "neither": "Neither hurts much",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proposal:
    """A kind of fairness with the reason for it; a person confirms or takes another."""

    metric: str
    reason: str

    @property
    def plain(self) -> str:
        """The kind in plain words."""
        return KINDS[self.metric]


def propose(truth: str | None, mistake: str | None) -> Proposal | None:
    """The kind that fits; None before both questions are answered.

    Args:
        truth: a key of TRUTH, whether it comes out later who qualified.
        mistake: a key of MISTAKES, which mistake hurts people more.
    """
    if truth is None or mistake is None:
        return None
    if truth != "yes":
        why = "it is known only for those who got it" if truth == "some" else "it seldom comes out who qualified"
        return Proposal(
            "selection_rate_ratio",
            f"Mistakes cannot be counted because {why}; so shares of favourable decisions count.",
        )
    return _BY_MISTAKE[mistake]


_BY_MISTAKE: Mapping[str, Proposal] = MappingProxyType({
    "overlooked": Proposal(
        "true_positive_rate_gap", "It comes out who qualified, and to be overlooked hurts most; so those who qualify "
        "must have the same chances in every group.",
    ),
    "accused": Proposal(
        "false_positive_rate_gap", "It comes out who was wrongly picked out, and that hurts most; so it may happen to "
        "no group more often than to another.",
    ),
    "both": Proposal(
        "equalized_odds_difference", "It comes out who qualified, and both mistakes hurt; so both must be about as "
        "frequent in every group.",
    ),
    "neither": Proposal(
        "accuracy_gap", "It comes out who qualified and no mistake hurts much; so decisions must be right about as "
        "often in every group.",
    ),
})  # fmt: skip
