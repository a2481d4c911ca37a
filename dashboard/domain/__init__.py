"""The core: charter, registry, counts, findings as data; no input or output, no clock."""
