"""The auditor's desk: every dossier of the auditor's units, its history, and whether the chain is intact."""
