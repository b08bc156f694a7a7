"""Checks the evidence: chains of events, rows against what their events tell, papers, deployed files, numbers given out,
units, roles, accounts and tokens."""

from core.services.audit.chains import journal_verdict
from core.services.audit.service import ROLES, Audit

__all__ = ["ROLES", "Audit", "journal_verdict"]
