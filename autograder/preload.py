"""Imported first by a server of forks, for the sake of what it imports next."""

from autograder.quick import start_quickly

start_quickly()
