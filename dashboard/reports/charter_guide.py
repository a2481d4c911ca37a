"""The prose around the generated tables of docs/charter.md, and one example for each kind of check."""

from collections.abc import Mapping
from types import MappingProxyType

EXAMPLES: Mapping[str, str] = MappingProxyType(
    {
        "field": "{field: human_handoff.enabled, is: true}\n"
        "{fields: [owner, overseer.name], present: true}\n"
        "{field: registered_at, at_most: {field: go_live}}",
        "each": "{each: purposes, check: {fields: [lawful_basis, ropa_ref], present: true}}",
        "evidence": "{evidence: dpia, max_age: 365d, newer_than: last_material_change, signed_by: dpo}",
        "sign_off": "{sign_off: review, max_age: {high: 183d, limited: 365d}, by_role: [officer], not_by: owner}",
        "fairness": "{fairness: selection_rate_ratio, between: [0.8, 1.25], window: 90d, min_group: 200}",
        "rate": "{rate: disclosure_shown, at_least: 0.995, window: 30d, min_n: 1000}",
        "quantile": "{quantile: opt_out_to_effective, p: 0.95, at_most: 1h, window: 30d}\n"
        "{quantile: conversation_data_age, p: 1, at_most: {field: retention_days}}",
        "count": "{count: ai_interaction_after_opt_out, at_most: 0, window: 90d, grace: 24h}",
        "deadline": "{deadline: incident, step: authority_notified, where: {personal_data_breach: true}, within: 72h}",
        "coverage": "{coverage: ai_literacy, of: ai_users_incl_contractors, at_least: 0.95, window: 365d, grace: 30d}",
        "all_of": "{all_of: [{field: owner, present: true}, {evidence: model_card}]}",
        "any_of": "{any_of: [{evidence: dpia}, {field: uses_personal_data, is: false}]}",
    }
)

BEFORE_CHECKS = """\
# The charter's format

A charter is one UTF-8 YAML file of at most 1 MiB that a person can read aloud and a program can decide.
`charter/charter.schema.json` completes and checks it in an editor; `python -m dashboard charter validate FILE` says
everything that is wrong with it at once: line, path, what was found, what was expected.

## How YAML is read here

- Unknown and repeated keys are refused, with a suggestion. So are anchors, aliases, tags and a second document.
- Text that some program could take for something else is quoted: `"NO"`, `"010"`, `"1:30:00"`, `version: "1.10"`.
- `true` and `false` are the only truth values; dates are written `2026-10-01`; numbers are decimal and finite.
- Lengths of time are a number and a unit: `180s`, `30min`, `72h`, `30d`, `6w`, `1 months`, `5 business_days`.
- A key without a value is refused; leave the key out instead.

## Conditions (`applies_to`)

A mapping of field to value; all entries must hold. No condition means every use case. Fields are those of
[the registry](registry.md), or of the organisation where the clause has `scope: organisation`.

| written | holds when |
| --- | --- |
| `{risk_tier: high}` | the field is that value; of a list, when one member is |
| `{risk_tier: [limited, high]}` | the field is one of them |
| `{customer_facing: true}` | the field is true |
| `{retention_days: {at_least: 30}}` | 30 or more; also `at_most`, `before` (a date), `includes` (a list) |
| `{any: [cond, cond]}`, `{all: [cond, cond]}`, `{not: cond}` | one, all, none of them |

A condition is decided in three values: where a field that matters is absent, it is unknown whether the clause applies,
and the finding is `not_assessed (intake_incomplete)`, unless the other parts already decide it.
"""

AFTER_CHECKS = """\
## What counts as satisfied

- `present: true` asks whether a field is filled. Every other comparison with an absent field is unknown.
- A document counts once somebody other than its uploader accepted it. A sign-off by the wrong person counts as missing.
- `newer_than` a date that is absent is satisfied. Ages and windows end on the date of the assessment.
- Missing evidence is *requested* until `evidence_grace` after the clause first applied, and a breach after that.
- Measured checks are compliant when the whole interval is on the right side of the line, a breach when the whole
  interval is on the wrong side, and on watch or not assessed in between.
- `all_of` takes its worst part in the order non_compliant, watch, not_assessed, compliant; `any_of` its best.

## What is refused as a contradiction

A principle, field, value, metric or article that does not exist; a clause id twice; a band whose lower end is above its
upper one; a rate that not even a perfect sample of `min_n` events can prove (0.995 at 95 percent needs 765; a rate of
1 needs `confidence: none`, a full census); a version that is not numbers parted by dots. A published version never
changes: other content needs a higher one.
"""
