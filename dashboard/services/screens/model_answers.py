"""What an attached model says, in words and tables: of a changed decision, along a feature, after flips."""

import pandas as pd

from dashboard.adapters.attached_models import Attached, attached_models
from dashboard.domain.intervals import wilson, z
from dashboard.domain.model_flips import CONFIDENCE, Flips
from dashboard.domain.wording import listed, plural
from dashboard.services.screens.single_decision import DECIDED, value_words
from dashboard.services.sources import Sources
from dashboard.services.try_decision import Tried
from dashboard.services.try_feature import Curved, Flipped


def load_attached(sources: Sources, use_case: str) -> tuple[Attached, ...]:
    """The models of a use case, by version; no row is read."""
    with sources.database.read() as connection:
        return tuple(attached_models(connection, use_case))


def agreement(model: Attached) -> str:
    """How often the model decides as the log says, with its interval; a warning where that is seldom."""
    if not model.tried:
        return "No stored decision of this version could be held against the model."
    low, high = wilson(model.agrees, model.tried, z(CONFIDENCE))
    said = (
        f"It decides as the log says in {model.agrees:,} of {model.tried:,} decisions "
        f"({100 * model.agrees / model.tried:.1f} % [{100 * float(low):.1f}, {100 * float(high):.1f}])."
    )
    doubt = " That is not the model that decided, or not with this threshold: what it says holds for it alone."
    return said + (doubt if model.agrees < 0.98 * model.tried else "")


def reads(model: Attached) -> str:
    """The features that it reads and from which score on it decides favourably."""
    signature = model.signature
    return f"Reads {listed(list(signature.features))}; favourable from {model.threshold:g} on of {signature.output}."


def tried_headline(found: Tried) -> str:
    """Whether the changes turn the decision of the model."""
    changed = listed([f"{name} {value_words(old)} → {value_words(new)}" for name, old, new in found.changes])
    after = DECIDED[found.after >= found.model.threshold]
    said = "turns the decision" if found.turns else "does not turn the decision"
    return f"{changed} {said}: score {found.before:.3f} → {found.after:.3f}, {after}"


def tried_notes(found: Tried) -> list[str]:
    """What the log says beside the model."""
    model = DECIDED[found.before >= found.model.threshold]
    logged = DECIDED[found.decided]
    agreed = "as the log says" if model == logged else f"but the log says {logged}"
    return [f"Unchanged the model says {model}, {agreed}.", agreement(found.model)]


def flips_headline(found: Flipped) -> str:
    """`Changing only sex flips 3.1 % [2.6, 3.7] of 2,000 decisions`."""
    return f"Changing only {found.feature} flips {_share(found.all)} of {plural(found.all.n, 'decision')}"


def flips_table(found: Flipped) -> pd.DataFrame:
    """Over all, then from each value to each other."""
    rows = [(one.label, one.flips, one.n, one.share, one.low, one.high) for one in (found.all, *found.each)]
    return pd.DataFrame(rows, columns=["Changed to", "Flips", "Decisions", "Share", "From", "To"])


def flips_notes(found: Flipped) -> list[str]:
    """What this is and what it is not."""
    return [
        "Drawn by lot; intervals are Wilson's at 95 %. Only this feature changes: others that go with it, and may "
        "stand for it, stay as they are, so no flips do not mean no difference in treatment.",
        agreement(found.model),
    ]


def curve_table(found: Curved) -> pd.DataFrame:
    """A column a curve, a line a value."""
    return pd.DataFrame({found.feature: found.values, **{one.name: one.scores for one in found.curves}})


def curve_headline(found: Curved) -> str:
    """How far the mean score moves along the feature."""
    mean = next((one.scores for one in found.curves if one.name.startswith("Mean")), ())
    if not mean:
        return f"The score of this decision along {found.feature}"
    return f"Along {found.feature} the mean score moves from {min(mean):.3f} to {max(mean):.3f}"


def curve_notes(found: Curved) -> list[str]:
    """What it rests on."""
    return [
        f"Partial dependence over {found.decisions:,} decisions drawn by lot, with the middle 80 % of individual "
        f"curves; favourable from {found.model.threshold:g} on. Values may be combined that nobody has.",
        agreement(found.model),
    ]


def _share(one: Flips) -> str:
    return f"{100 * one.share:.1f} % [{100 * one.low:.1f}, {100 * one.high:.1f}]"
