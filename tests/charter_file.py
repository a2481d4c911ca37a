"""A charter as the text of a file, of which a test writes only the clauses."""


def charter_file(clauses: str, *, protected: str = "sex", defaults: str = "") -> str:
    """A charter in effect since the start of 2026 with one principle, `p`.

    Args:
        clauses: lines of YAML, each clause begun by two blanks and a dash.
        protected: protected attributes, parted by commas.
        defaults: what the charter says for all clauses, as YAML; left out where empty.
    """
    lines = [
        "format: 1",
        "title: A charter",
        'version: "7"',
        "effective: 2026-01-01",
        "owner: officer",
        "purpose: To be kept",
        "principles: {p: {title: P, commitment: c}}",
        "acceptable_uses: {answer: Answer}",
        f"protected_attributes: [{protected}]",
        *([f"defaults: {defaults}"] if defaults else []),
        "clauses:",
    ]
    return "\n".join(lines) + f"\n{clauses}"
