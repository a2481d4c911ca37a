"""Metrics that put one number on all people or all groups: inequality indices, differential fairness, disparity."""

from dashboard.domain.metric import Metric

_SPEICHER, _FOULDS = "Speicher et al. 2018", "Foulds et al. 2020"
_LABELLED, _SELECTED = ("accuracy",), ("selection_rate",)
_BENEFIT = "b = decision - outcome + 1"
_UNEQUAL = "0 where all are treated alike; the more, the more unequally errors fall on people"
_BETWEEN = "the part of the inequality that lies between groups, each taken at its mean benefit"


def _index(name: str, plain: str, written: str, spans: str, aif360: str) -> Metric:
    return Metric(
        name, plain, _LABELLED, "gap", "all", _SPEICHER, "drawn", aif360=aif360, written=f"{written}, {_BENEFIT}",
        read=_UNEQUAL, spans=spans,
    )  # fmt: skip


def _between(name: str, plain: str, written: str, spans: str, aif360: str) -> Metric:
    return Metric(
        name, plain, _LABELLED, "gap", "all", _SPEICHER, "drawn", aif360=aif360,
        written=f"{written}, m = mean b of the person's group, {_BENEFIT}", read=_BETWEEN, spans=spans, usual=False,
    )  # fmt: skip


INDICES: tuple[Metric, ...] = (
    _index("theil_index", "Inequality of benefit (Theil)", "mean of (b/μ) ln(b/μ)", "0 and more", "theil_index"),
    _index(
        "generalized_entropy_index", "Inequality of benefit (generalized entropy, α = 2)", "mean of ((b/μ)² - 1) / 2",
        "0 and more", "generalized_entropy_index",
    ),
    _index(
        "coefficient_of_variation", "Inequality of benefit (coefficient of variation)", "sd(b) / mean(b)",
        "0 and more", "coefficient_of_variation",
    ),
    _between(
        "between_group_theil_index", "Inequality of benefit between groups (Theil)", "mean of (m/μ) ln(m/μ)",
        "0 and more", "between_all_groups_theil_index",
    ),
    _between(
        "between_group_generalized_entropy_index", "Inequality of benefit between groups (generalized entropy, α = 2)",
        "mean of ((m/μ)² - 1) / 2", "0 and more", "between_all_groups_generalized_entropy_index",
    ),
    _between(
        "between_group_coefficient_of_variation", "Inequality of benefit between groups (coefficient of variation)",
        "sd(m) / mean(m)", "0 and more", "between_all_groups_coefficient_of_variation",
    ),
    Metric(
        "smoothed_empirical_differential_fairness", "Largest log ratio of either decision", _SELECTED, "gap", "all",
        _FOULDS, "differential", aif360="smoothed_empirical_differential_fairness",
        written="max over pairs and both decisions of |ln s(g) - ln s(h)|, s = (selected + ½) / (n + 1), or 1 - s",
        read="0 or more; e to this power bounds the ratio of any two groups' chances", spans="0 and more",
    ),
    Metric(
        "differential_fairness_bias_amplification", "What decisions add to the log ratio of outcomes", _LABELLED,
        "gap", "all", _FOULDS, "amplified", aif360="differential_fairness_bias_amplification",
        written="differential fairness of decisions minus that of outcomes, on labelled rows",
        read="above 0 decisions differ more between groups than outcomes do", spans="any number",
    ),
    Metric(
        "conditional_demographic_disparity", "Share of refusals minus share of selections, like for like", _SELECTED,
        "gap", "all", "Wachter, Mittelstadt and Russell 2021", "conditional",
        written="max over groups of mean over strata of (group's share of the refused - its share of the selected), "
        "weighted by n",
        read="of the worst-off group; above 0 it is refused more than its share, within strata where they are named",
        spans="-1 to 1",
    ),
)  # fmt: skip
