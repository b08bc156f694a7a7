"""The public web: what the office offers, and where one's dossier is. Nobody signs in here; everything works without script."""
