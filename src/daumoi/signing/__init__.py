"""Electronic signatures: keys, visible signatures on the page, and the verdict on a signed paper."""
