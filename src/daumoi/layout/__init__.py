"""The official form of a paper: how it is set out, made and found again on the page. Knows no database."""
