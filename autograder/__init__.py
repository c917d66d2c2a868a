"""Autograded assignments for courses on deep generative models."""

__version__ = "0.1.0"
