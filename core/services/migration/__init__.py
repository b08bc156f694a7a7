"""Running dossiers moved to another version of their procedure, and back."""
