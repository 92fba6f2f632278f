"""The pages of papers on their way out."""
