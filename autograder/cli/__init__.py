"""The command line: its grammar, what each command runs, and what it prints."""
