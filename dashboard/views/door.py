"""Who are you, and may you come in?"""

from dashboard.ui import door_parts, identity

door_parts.door(identity.signed_in())
