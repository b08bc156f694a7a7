"""What the web doors share: the Flask application they start from, guards, forms, islands, words and error pages.

Doors never import each other; whatever two of them need stands here. This room knows no page of a door, keeps no data and
never speaks to the engine or the database: it asks the office (``core``) as every door does.
"""

from web.app import create_app
from web.app_state import Door
from web.guards import guard

__all__ = ["Door", "create_app", "guard"]
