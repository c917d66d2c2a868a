"""Times: zones and their clocks, times as programs and people write them, dates in sentences."""
