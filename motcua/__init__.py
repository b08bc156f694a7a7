"""The keys of the house: the command line, the composition of the doors, and the supervisor of `make run`."""

__version__ = "0.1.0"
