"""The world outside and time: outbox to queue, queue to outside systems, timers, and their simulators.

Nothing here decides anything about a dossier: workers ask the office (``core``) what is wanted, do it outside,
and tell the office how it went.
"""
