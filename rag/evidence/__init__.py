"""Ranked chunks become numbered sentences that may be cited.

`candidate` says how well a sentence answers, `context` how much before it must be quoted with it,
and `select` chooses within a token budget. Knows nothing of prompts or generators.
"""
