"""How far are the imported systems on their way in, and what waits for me?"""

from dashboard.domain.wording import day
from dashboard.services.screens.onboarding import load_onboarding
from dashboard.ui import cache, dates, onboarding_parts, page

found = cache.cached(load_onboarding)
page.head("New use case / Onboarding", found.headline)
onboarding_parts.waves(found)
onboarding_parts.mine(found)
onboarding_parts.plan(found)
page.source([f"registry, as of {day(dates.as_of())}"])
