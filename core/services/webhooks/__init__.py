"""Other systems are told of what happens to dossiers: who, of what, and what became of it."""
