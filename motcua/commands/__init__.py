"""The commands of ``motcua``, one a module."""
