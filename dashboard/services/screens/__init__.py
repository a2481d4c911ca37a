"""What stands on each page: frozen view models, made from queries, without a widget in sight."""
