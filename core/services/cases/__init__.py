"""One dossier in hand: its row, its version and what its expressions see."""
