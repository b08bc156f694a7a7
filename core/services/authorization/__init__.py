"""Who may do and see what, and whom an administrator administers."""
