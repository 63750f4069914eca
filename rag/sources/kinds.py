"""What a file is, by its first bytes; its name decides only between kinds of plain text.

Knows nothing of how each kind is read.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Literal

Kind = Literal[
    "pdf", "docx", "html", "mail", "feed", "markdown", "text", "jsonl", "json", "csv", "parquet",
    "unreadable",
]  # fmt: skip

HEAD_BYTES = 65_536  # what `kind_of` looks at
TABLES = frozenset(("jsonl", "json", "csv", "parquet"))
TEXT_ENDINGS = frozenset((".txt", ".text", ".md", ".markdown", ".mdown", ".rst", ".asc", ""))

# Clearly not articles: left out of folders without a word.
SKIPPED_ENDINGS = frozenset(
    # pictures, sound, film
    ".png .jpg .jpeg .gif .webp .svg .ico .bmp .tif .tiff .heic .avif .psd .xbm .pbm .pgm .ppm"
    " .ras .sgi .exr .mp3 .wav .ogg .flac .m4a .mp4 .m4v .mov .avi .mkv .webm"
    # archives, programs, databases, models
    " .zip .gz .tgz .bz2 .xz .zst .7z .rar .tar .iso .dmg .exe .dll .so .bin .o .pyc .class .jar"
    " .db .sqlite .sqlite3 .db-wal .db-shm .faiss .npy .npz .safetensors .gguf"
    # parts of web sites, settings, leftovers
    " .css .js .mjs .map .woff .woff2 .ttf .otf .eot .ics .vcf .toml .ini .cfg .yml .yaml .lock"
    " .log .tmp .part .crdownload .swp .bak".split()
)

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "is in the old Word or Outlook format; save it as .docx or .eml"),
    (b"{\\rtf", "is rich text; save it as .docx or .txt"),
    (b"\x1f\x8b", "is compressed; unpack it first"),
    (b"BZh", "is compressed; unpack it first"),
    (b"\xfd7zXZ", "is compressed; unpack it first"),
    (b"7z\xbc\xaf", "is an archive; unpack it first"),
    (b"Rar!", "is an archive; unpack it first"),
    (b"SQLite format 3", "is a database, not an article"),
    (b"\x89PNG", "is a picture; only text can be read"),
    (b"\xff\xd8\xff", "is a picture; only text can be read"),
    (b"GIF8", "is a picture; only text can be read"),
    (b"%!PS", "is PostScript; save it as PDF"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_MAIL_HEADER = re.compile(
    rb"^(from|to|subject|date|received|message-id|mime-version|return-path|delivered-to"
    rb"|content-type|x-[\w-]+|reply-to|sender|dkim-signature):",
    re.IGNORECASE,
)
_MAIL_ONLY = re.compile(rb"^(received|message-id|mime-version|return-path|from|to):", re.IGNORECASE)
_HTML = re.compile(
    rb"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).){0,2000}-->\s*)*(?:<!doctype\s+html|<html[\s>]|<head[\s>]"
    rb"|<body[\s>]|<(?:article|main|div|p|h1|section|table|meta|title)[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_FEED = re.compile(rb"<(?:[\w-]{1,20}:)?(rss|feed|rdf|channel)[\s>]", re.IGNORECASE)
_JSON_LINE = re.compile(rb'\A\s*\{\s*"')
_BY_ENDING: dict[str, Kind] = {
    ".md": "markdown", ".markdown": "markdown", ".mdown": "markdown",
    ".csv": "csv", ".tsv": "csv", ".tab": "csv",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".eml": "mail",
}  # fmt: skip


def kind_of(head: bytes, name: str) -> tuple[Kind, str]:
    """The kind, and for "unreadable" the reason.

    Args:
        head: The first `HEAD_BYTES` bytes.
        name: The file's name, for its ending.
    """
    if not head.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        return "unreadable", "is empty"
    if b"%PDF-" in head[:1024]:
        return "pdf", ""
    if head.startswith(_ZIP):
        return _kind_of_zip(head, name)
    if head.startswith(b"PAR1"):
        return "parquet", ""
    for magic, reason in _MAGIC:
        if head.startswith(magic):
            return "unreadable", reason
    if head[:4] == b"RIFF" or head[4:8] == b"ftyp" or head.startswith((b"ID3", b"OggS")):
        return "unreadable", "is a picture, sound or film; only text can be read"
    return _kind_of_text(head, PurePath(name).suffix.lower())


def _kind_of_zip(head: bytes, name: str) -> tuple[Kind, str]:
    # The parts of a Word file begin with its table of contents; a file that only claims to be
    # one is found out when it is opened.
    ending = PurePath(name).suffix.lower()
    if ending in (".docx", ".docm") or b"word/" in head or b"[Content_Types].xml" in head[:100]:
        if ending in (".xlsx", ".pptx"):
            return "unreadable", f"is a {ending[1:]} file; save its text as .docx, .csv or .pdf"
        return "docx", ""
    if ending in (".odt", ".epub", ".pages"):
        return "unreadable", f"is a {ending[1:]} file; save it as .docx, .html or .txt"
    return "unreadable", "is a zip archive; unpack it first"


def _kind_of_text(head: bytes, ending: str) -> tuple[Kind, str]:
    """Kinds of text: the content decides where it is plain to see, else the ending."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"\x00" in head[:64]:  # UTF-16 or UTF-32: of markup, the letters are the other bytes
        start = head.replace(b"\x00", b"").lstrip(b"\xff\xfe \t\r\n")
    if start.startswith(b"<"):
        if _FEED.search(start[:4096]) and not re.search(
            rb"<html[\s>]", start[:4096], re.IGNORECASE
        ):
            return "feed", ""
        if _HTML.match(start):
            return "html", ""
        if start.startswith(b"<?xml") or ending == ".xml":
            return "unreadable", "is XML, but neither a feed nor a page"
        return ("html", "") if ending in (".html", ".htm", ".xhtml") else ("text", "")
    if ending in _BY_ENDING:
        return _BY_ENDING[ending], ""
    if _JSON_LINE.match(start):
        return "jsonl" if b"\n{" in start or b"\n" not in start.strip() else "json", ""
    if re.match(rb"\[\s*\{", start):
        return "json", ""
    if _is_mail(head):
        return "mail", ""
    return ("html", "") if ending in (".html", ".htm", ".xhtml") else ("text", "")


def _is_mail(head: bytes) -> bool:
    """At least three headers from the first line on, two of them of the kind only mails have."""
    lines = re.split(rb"\r?\n(?![ \t])", head[:8192])
    if lines and lines[0].startswith(b"From "):
        lines = lines[1:]
    headers = []
    for line in lines:
        if not re.match(rb"[\w-]+:", line):
            break
        headers.append(line)
    named = [line for line in headers if _MAIL_HEADER.match(line)]
    return len(named) >= 3 and sum(bool(_MAIL_ONLY.match(line)) for line in named) >= 2
