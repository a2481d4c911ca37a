"""today"""

from dashboard.ui import page

page.head("x", "today")
