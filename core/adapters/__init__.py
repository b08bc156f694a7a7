"""Implementations of ``core.ports`` (file store, scanner, clock, OpenID Connect), and helpers of the operating system:
folders and their permissions, trusted certificates."""
