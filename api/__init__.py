"""The REST interface for other systems, mounted at ``/api/v1``."""
