"""Calls to other systems, messages, signals, timers, shipments."""
