"""Ceilings and costs of an assignment, measured: its reference and known right answers trained."""
