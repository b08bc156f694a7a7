"""A step of the engine turned into rows; incidents."""
