"""Text -> its language. Knows nothing of articles; the model is loaded at the first question."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

SAMPLE_CHARS = 2000
MIN_LETTERS = 40  # with fewer, names decide
MIN_PROBABILITY = 0.8
_CODE = re.compile(r"([a-z]{2})(?:$|[-_].*)")
_NAMES = {
    "english": "en", "german": "de", "french": "fr", "spanish": "es", "italian": "it",
    "portuguese": "pt", "dutch": "nl", "russian": "ru", "arabic": "ar", "chinese": "zh",
    "japanese": "ja", "eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es",
}  # fmt: skip
# Languages that news is written in; the rarer ones only make short English texts uncertain.
_NEWS = (
    "af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hr hu hy id is "
    "it ja ka kk kn ko ku ky lo lt lv mk ml mn mr ms mt ne nl no pa pl ps pt ro ru si sk sl sq sr "
    "sv sw ta te th tl tr uk ur uz vi zh"
).split()


def language_code(name: str) -> str:
    """ISO 639-1 code for what a source wrote ("en-GB", "pt_BR", "English"); "" if unknown."""
    name = name.strip().lower()
    if name in _NAMES:
        return _NAMES[name]
    found = _CODE.fullmatch(name)
    return found[1] if found else ""


def detect_language(text: str) -> str:
    """ISO 639-1 code of the text's first 2,000 characters; "" if too short or unsure."""
    sample = text[:SAMPLE_CHARS]
    if sum(map(str.isalpha, sample)) < MIN_LETTERS:
        return ""
    code, probability = _identifier().classify(sample)
    return str(code) if probability >= MIN_PROBABILITY else ""


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([code for code in _NEWS if code in identifier.labels])
    return identifier
