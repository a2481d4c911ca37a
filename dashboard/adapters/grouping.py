"""One query that groups rows by several sets of columns at once, which Ibis cannot say: it reads the rows once.

The rows come as an Ibis expression and the frame around it is standard SQL, so every engine that Ibis compiles for and
that knows GROUPING SETS can run it.
"""

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir
from sqlglot import exp


def grouped(rows: ir.Table, sets: Sequence[Sequence[str]], *, dialect: str = "duckdb") -> str:
    """SQL: every column that any set names, null where a set does not name it, and `rows`, how many there are."""
    columns = list(dict.fromkeys(name for names in sets for name in names))
    quoted = {name: exp.to_identifier(name, quoted=True).sql(dialect) for name in (*columns, "rows")}
    listed = ", ".join(f"({', '.join(quoted[name] for name in names)})" for names in sets)
    inner = ibis.to_sql(rows, dialect=dialect)
    wanted = ", ".join(quoted[name] for name in columns)
    return f"SELECT {wanted}, count(*) AS {quoted['rows']} FROM ({inner}) AS r GROUP BY GROUPING SETS ({listed})"  # noqa: S608
