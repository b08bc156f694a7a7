"""Accounts, roles, units, and how somebody proves who they are."""
