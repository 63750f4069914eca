"""Bytes -> text, whatever the encoding. Knows nothing of files or articles."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from rag.errors import SourceError

SAMPLE_BYTES = 200_000  # what an encoding is guessed from
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Not encodings of documents, or ways to hide markup from whoever looks for it in the bytes.
_NEVER = frozenset(
    ("utf-7", "unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined", "mbcs")
)
_SAME_AS = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{1,40})|<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""",
    re.IGNORECASE,
)


def decode(content: bytes, *, name: str, declared: str = "") -> str:
    """The text of `content`, without a byte-order mark.

    Args:
        content: All of it.
        name: What to call it in a failure.
        declared: The encoding its carrier names (an HTTP header); "" if none does. An encoding
            that the markup itself declares is found without help.

    Raises:
        SourceError: It is not text.
    """
    text = content.decode(encoding_of(content, name=name, declared=declared), errors="replace")
    if len(_CONTROL.findall(text[:SAMPLE_BYTES])) > len(text[:SAMPLE_BYTES]) / 50:
        raise SourceError(name, "is not text: it holds control characters, like a binary file")
    return text.removeprefix("\ufeff")


def encoding_of(content: bytes, *, name: str, declared: str = "") -> str:
    """Python's name of the encoding: by mark, by declaration, UTF-8 if it fits, else a guess.

    Raises:
        SourceError: It is not text.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return encoding
    if b"\x00" in content[:SAMPLE_BYTES]:
        return _without_mark(content[:SAMPLE_BYTES], name)
    if _fits(content, "utf-8"):
        # Declarations are wrong more often than accented text is UTF-8 by accident. The Japanese
        # and Chinese encodings that consist of ASCII bytes are the exception.
        return _known(declared) if _known(declared).startswith("iso2022") else "utf-8"
    inside = _DECLARED.search(content[:4096])
    for candidate in (declared, (inside[1] or inside[2]).decode() if inside else ""):
        encoding = _known(candidate)
        if encoding and encoding != "utf-8" and _fits(content, encoding):
            return encoding
    if _nearly_utf8(content):
        return "utf-8"
    best = from_bytes(content[:SAMPLE_BYTES]).best()
    return best.encoding if best is not None else "cp1252"


def _known(declared: str) -> str:
    try:
        encoding = codecs.lookup(declared.strip(" \"'")).name if declared else ""
    except LookupError:
        return ""
    return "" if encoding in _NEVER else _SAME_AS.get(encoding, encoding)


def _fits(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except (UnicodeDecodeError, LookupError):  # codecs such as "hex" are no text encodings
        return False
    return True


def _nearly_utf8(content: bytes) -> bool:
    """UTF-8 with a few broken bytes: many good multi-byte letters, hardly any bad."""
    text = content[:SAMPLE_BYTES].decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    good = sum(character > "\x7f" for character in text) - bad
    return good > 10 * bad


def _without_mark(sample: bytes, name: str) -> str:
    """UTF-16 without its mark shows as Latin text with a zero in every second byte."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    raise SourceError(name, "is not text: it holds zero bytes, like a binary file")
