"""Administration: incidents, people with their roles, and the health of the system."""
