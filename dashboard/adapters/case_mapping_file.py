"""Loads the mapping of a file of cases."""

from pathlib import Path

from dashboard.adapters.validation import validated
from dashboard.adapters.yaml_source import scan_yaml
from dashboard.domain.case_mapping import CaseMapping
from dashboard.errors import InputRejected


def load_case_mapping(path: Path) -> CaseMapping:
    """Read the mapping file.

    Raises:
        InputRejected: With every problem, its line and what was expected.
    """
    what = f"The mapping {path.name}"
    return validated(scan_yaml(path, what=what, error=InputRejected), CaseMapping, what=what, error=InputRejected)
