"""What if this one decision were different?"""

from dashboard.services.screens.kept_features import load_keeping, load_team, theirs
from dashboard.ui import attached_model_parts, cache, feature_parts, identity, links, page, single_decision_parts
from dashboard.ui.picks import pick
from dashboard.ui.text import plain

actor = identity.actor()
found = theirs(cache.cached(load_keeping), actor, cache.cached(load_team, actor.user_id))
titles = {one.use_case: one.title for one in found}
if not found:
    page.head("Single decisions", "No use case that you may look at keeps features of single decisions")
    page.empty(
        "There is nothing to look at.",
        "Features are kept only where the record of a use case names them with a reason and a number of days "
        "(kept_features), and only of logs that are taken in afterwards with features in their mapping.",
    )
else:
    page.head("Single decisions", "What if this one decision were different?")
    chosen = pick("use_case", "Use case", list(titles), titles)
    for one in [one for one in found if one.use_case == chosen]:
        single_decision_parts.ask(one)
        attached_model_parts.model(one)
        feature_parts.features(one)
        feature_parts.alike(one)
        links.to_use_case(one.use_case, f"Open {plain(one.title)}")
page.source(["rows of the decision store with their features", "distances of the What-If Tool"])
