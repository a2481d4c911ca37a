"""A governance dashboard: a charter held against a registry and measured evidence."""
