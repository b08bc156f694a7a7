"""Fees: what is owed, what the platform reports, money at the desk, refunds, and what does not add up."""
