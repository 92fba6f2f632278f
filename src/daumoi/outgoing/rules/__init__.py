"""Who may do what with a draft, what is missing, and what the regulations in force say about it."""
