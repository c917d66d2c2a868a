"""Hostile submissions as records, graded as a class would be; see docs/security.md."""
