"""Signing in, and what everybody does with the own account: password, sessions, tokens, second factor."""
