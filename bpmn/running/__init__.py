"""Running processes: tokens and specifications on SpiffWorkflow, and saved states."""
