"""use_cases"""

from dashboard.ui import page

page.head("x", "use_cases")
