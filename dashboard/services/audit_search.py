"""The search for the worst subgroup of one file."""

import pandas as pd

from dashboard.domain.subgroups import Search, raised, search
from dashboard.services.audit_request import AuditRequest

_DECIDED, _LABELLED = ("selection_rate",), ("true_positive_rate", "false_positive_rate")


def searched(joint: pd.DataFrame, request: AuditRequest) -> tuple[Search, ...]:
    """One search per rate, with labels also of right and wrong selections; p counts all of them in.

    Args:
        joint: one column per attribute and COUNTS; periods and strata are summed.
        request: whose attributes are crossed; groups below its min_group are counted and not searched.
    """
    if not request.search:
        return ()
    rates = (*_DECIDED, *(_LABELLED if request.label else ()))
    found = [search(joint, request.attributes, rate, least=request.min_group) for rate in rates]
    return tuple(raised(one, len(rates)) for one in found)
