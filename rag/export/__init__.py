"""Answers, summaries, briefings and comparisons as files: Markdown, HTML, DOCX, PDF, JSON."""

from rag.contract_documents import Document
from rag.export.files import (
    BINARY,
    FORMATS,
    Format,
    check_place,
    format_of,
    render,
    write,
)

__all__ = ["BINARY", "FORMATS", "Document", "Format", "check_place", "format_of", "render", "write"]
