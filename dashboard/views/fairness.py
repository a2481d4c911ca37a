"""Who is treated worse, by how much, how sure are we, and since when?"""

from dashboard.ui import page

page.head("Fairness", "Who is treated worse, by how much, how sure are we, and since when?")
