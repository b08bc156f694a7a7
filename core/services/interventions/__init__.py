"""An administrator moves, cancels, restarts and corrects what runs in a dossier."""
