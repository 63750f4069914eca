"""The outside world, read into raw articles."""
