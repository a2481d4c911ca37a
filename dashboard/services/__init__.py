"""One verb per function: transactions and permissions, and the read side as frozen view models."""
