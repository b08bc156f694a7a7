"""The national records axis: a dossier's status for the national portal, and letters between offices."""
