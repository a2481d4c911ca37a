"""The colours of printed statuses: those of the screen in its light theme; the same for PDF and HTML."""

INK, MUTED, RULE, BORDER, NEUTRAL = "#14171A", "#5A616B", "#E9E6E0", "#DAD7D0", "#D8D4CB"
TONES: dict[str, dict[str, str]] = {
    "compliant": {"text": "#176B50", "tint": "#E6F2EC", "fill": "#B0D9C7", "on": "#14171A"},
    "watch": {"text": "#85540B", "tint": "#FCF1DA", "fill": "#F0B440", "on": "#14171A"},
    "waived": {"text": "#85540B", "tint": "#FCF1DA", "fill": "#F0B440", "on": "#14171A"},
    "non_compliant": {"text": "#B03522", "tint": "#FBEBE7", "fill": "#B93A27", "on": "#FFFFFF"},
    "not_assessed": {"text": "#4E5D77", "tint": "#EBEEF4", "fill": "#5B6B86", "on": "#FFFFFF"},
    "not_applicable": {"text": "#5F6670", "tint": "#F3F2EF", "fill": "#F3F2EF", "on": "#5F6670"},
}
