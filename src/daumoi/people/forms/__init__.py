"""The shapes of input, one file a noun."""
