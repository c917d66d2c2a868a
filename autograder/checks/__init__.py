"""Checks: one package for each assignment, one module for each exercise, one function each."""
