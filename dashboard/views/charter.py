"""What have we promised, and do we keep it?"""

from dashboard.ui import page

page.head("Charter", "What have we promised, and do we keep it?")
