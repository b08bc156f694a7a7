"""Papers the office prints: their templates, and the codes on them that machines read."""
