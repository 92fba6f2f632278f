"""The verbs, one file a noun."""
