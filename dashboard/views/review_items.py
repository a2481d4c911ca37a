"""What is open, who has it, when is it due?"""

from dashboard.ui import page

page.head("Review items", "What is open, who has it, when is it due?")
