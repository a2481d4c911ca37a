"""Runs inside an environment with Aequitas: its group table and disparities of a Parquet file; prints the seconds."""

import json
import sys
import time
import warnings
from importlib import import_module

import pandas as pd


def main(path: str) -> float:
    """Seconds without reading the file."""
    group, bias = import_module("aequitas.group").Group(), import_module("aequitas.bias").Bias()
    rows = pd.read_parquet(path).rename(columns={"decision": "score", "label": "label_value"})
    start = time.perf_counter()
    table, _ = group.get_crosstabs(rows, attr_cols=["sex"])
    bias.get_disparity_major_group(table, original_df=rows, check_significance=False, mask_significance=False)
    return time.perf_counter() - start


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    sys.stdout.write(json.dumps(main(sys.argv[1])))
