"""A question becomes ranked chunks."""
