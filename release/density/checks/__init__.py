"""Checks of the assignment `density`; weights are relative within an exercise."""
