"""Ranked chunks become numbered sentences that may be cited."""
