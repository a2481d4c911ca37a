"""A log that already has our names needs no mapping file: its mapping is made from its columns."""

import re
from datetime import date

from dashboard.domain.kept_features import CATEGORY, NUMBER, FeatureColumn
from dashboard.domain.log_mapping import FALSE_VALUES, TRUE_VALUES, DecisionColumn, GroupColumn, LabelColumn, LogMapping

_NAME = re.compile(r"^[a-z0-9][a-z0-9_.-]{0,63}$")  # others are no names of features, and are not read
_FEATURES = {"n_": NUMBER, "c_": CATEGORY}


def own_mapping(columns: list[str]) -> LogMapping:
    """The mapping of a log that already has our names: `a_…` attributes, `s_…` strata, `n_…` and `c_…` features."""
    has = set(columns)
    return LogMapping(
        format=1,
        kind="decisions",
        decision_id="decision_id" if "decision_id" in has else None,
        decided_at="decided_at",
        model_version="model_version" if "model_version" in has else None,
        decision=DecisionColumn(column="selected", favourable=TRUE_VALUES, unfavourable=FALSE_VALUES),
        label=LabelColumn(column="label", positive=TRUE_VALUES, negative=FALSE_VALUES) if "label" in has else None,
        score="score" if "score" in has else None,
        subject="subject" if "subject" in has else None,
        attributes={name[2:]: GroupColumn(column=name) for name in columns if name.startswith("a_")},
        strata={name[2:]: GroupColumn(column=name) for name in columns if name.startswith("s_")},
        features={
            name[2:]: FeatureColumn(kind=_FEATURES[name[:2]], column=name)
            for name in columns
            if name[:2] in _FEATURES and _NAME.match(name[2:])
        },
    )


def own_label_mapping() -> LogMapping:
    """The mapping of a file of late labels that has our column names: decision_id, label."""
    return LogMapping(
        format=1,
        kind="decisions",
        decision_id="decision_id",
        day=date(2000, 1, 1),
        decision=DecisionColumn(column="label", favourable=TRUE_VALUES),
        label=LabelColumn(column="label", positive=TRUE_VALUES, negative=FALSE_VALUES),
    )
