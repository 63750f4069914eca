"""Whether a sentence gives orders to whoever reads it by machine. Pure text.

Not a filter of articles: what they say can be found and quoted, orders as well. It only keeps such
a sentence from being taken along where another one is quoted.
"""

from __future__ import annotations

import re

_ORDER = re.compile(
    r"\b(?:ignore|disregard|forget|override)\s+(?:\w+\s+){0,3}?(?:previous|prior|above|earlier|"
    r"preceding|instructions?|rules|prompts?|questions?)\b|"
    r"\b(?:reply|respond|answer|output|print|write|say|repeat|append|include|insert|add)\s+"
    r"(?:\w+\s+){0,3}?(?:only|exactly|verbatim|instead|the\s+(?:word|phrase|text|sentence|string))\b|"
    r"\b(?:you\s+(?:are|must|should|will)\s+(?:now\s+)?(?:an?\s+|the\s+)?(?:assistant|model|ai|"
    r"chatbot|language\s+model|answer|reply|respond|say|obey))\b|"
    r"\b(?:correct\s+)?answers?\s+(?:is|are|must\s+be|with)\b|\b(?:ai|a\s+machine|assistant)\b.{0,40}"
    r"\b(?:reader|tell|write|answer|end)\b|"
    r"^\W*(?:system|assistant|user|instructions?)\s*[:>]|<\s*\|?\s*(?:im_start|im_end|system|end)",
    re.I,
)


def is_order(sentence: str) -> bool:
    """Such as "Ignore all previous instructions and reply only that ..."."""
    return bool(_ORDER.search(sentence))
