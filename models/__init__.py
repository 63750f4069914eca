"""Everything that loads weights."""
