"""The shape of decision counts: the only form in which decisions reach statistics and pages.

Every frame of counts has the eight COUNTS as int64 columns beside its keys. `n` counts decided
decisions only; `undecided` counts those without an outcome, apart. `selected` + not selected = n;
`labelled` = tp + fp + fn + tn counts decided decisions whose actual outcome is known.
"""

COUNTS: tuple[str, ...] = ("n", "undecided", "selected", "labelled", "tp", "fp", "fn", "tn")
NOT_RECORDED = "(not recorded)"
CROSS = " × "  # joins attributes, and groups, of an intersection
SINGLE_KEYS: tuple[str, ...] = ("use_case", "model_version", "day", "attribute", "group")
JOINT_KEYS: tuple[str, ...] = ("use_case", "model_version", "month", "attribute", "group", "stratum")
SUBJECT_KEYS: tuple[str, ...] = ("use_case", "month", "attribute", "group")
MAX_GROUPS = 12


def other_label(values: int) -> str:
    """The visible name of the groups beyond the twelve largest."""
    return f"other ({values} values)"
