"""Are the people trained, and has the charter reached them?"""

from dashboard.domain.wording import day
from dashboard.services.permissions import Verb, may
from dashboard.services.screens.staff import load_own_team, load_staff
from dashboard.ui import cache, dates, identity, page, staff_parts
from dashboard.ui.text import plain

found = cache.cached(load_staff)
me = identity.actor()
page.head(f"Staff · {day(dates.as_of())}", found.headline)
if not found.listed:
    staff_parts.nobody()
else:
    staff_parts.overview(found)
    staff_parts.by_group(found)
    staff_parts.lapsing(found)
    staff_parts.blocking(found)
    staff_parts.missing(found, me, cache.cached(load_own_team, me.user_id))
    if may(me, Verb.TRAIN):
        staff_parts.record_form(found)
        staff_parts.take_back_form(found)
page.source([*map(plain, found.files), f"as of {day(dates.as_of())}"])
