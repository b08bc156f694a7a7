"""The texts of letters: templates of the office and of procedures, checked at deployment, rendered in a sandbox."""
