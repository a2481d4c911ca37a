"""The edge: files, databases, engines; nothing above knows which."""
