"""Files and databases: atomic writes, permissions, locks, what a killed process leaves behind."""
