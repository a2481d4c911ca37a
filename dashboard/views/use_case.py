"""Is this one all right, and if not, why, and what now?"""

from dashboard.ui import page

page.head("Use case", "Is this one all right, and if not, why, and what now?")
