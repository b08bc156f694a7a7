"""The program: the command line, the doors as one WSGI application, and the supervisor of `make run`."""

__version__ = "0.1.0"
