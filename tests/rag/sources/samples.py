"""Small files of every kind, made in memory, for the tests of sources."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader, PdfWriter

from rag.errors import SourceError
from rag.settings import Settings
from rag.sources import find
from rag.sources.url import fetch
from rag.types import Failure, Found, RawArticle

CREDIT = "The Herald, 13 March 2026, by Adelaide Rusk"

TEXT = (
    "The council voted on Tuesday to close the old bridge for two years.\n\n"
    "Engineers had found cracks in three of its pillars, the mayor said."
)


def settings_in(folder: Path, **changes: object) -> Settings:
    return Settings(home=folder / "home", models_dir=folder / "models", **changes)  # type: ignore[arg-type]


def find_all(inputs: Sequence[str | Path], settings: Settings) -> list[Found | Failure]:
    return list(find(inputs, settings))


def read_one(path: Path, **changes: object) -> RawArticle:
    """The raw article of a file that holds one; failures are raised."""
    [found] = find([path], settings_in(path.parent, **changes))
    if isinstance(found, Failure):
        raise SourceError(found.path, found.reason)
    return found.read()


def failure_of(path: Path, **changes: object) -> str:
    """Why a file cannot be read, whether that shows when it is found or when it is read."""
    [found] = find([path], settings_in(path.parent, **changes))
    if isinstance(found, Failure):
        return found.reason
    try:
        found.read()
    except SourceError as error:
        return error.reason
    raise AssertionError(f"{path} was read")


def pdf_bytes(pages: Sequence[Sequence[str]], info: str = "") -> bytes:
    """A PDF with one text line for each string, as small as they come."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        shown = " ".join(f"({line}) Tj T*" for line in lines)
        stream = f"BT /F1 12 Tf 14 TL 72 720 Td {shown} ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects.append(f"<< {info} >>")
    return _assembled(objects)


def _assembled(objects: Sequence[str]) -> bytes:
    written, offsets = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(written))
        written += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    start, size = len(written), len(objects) + 1
    trailer = f"<< /Size {size} /Root 1 0 R /Info {size - 1} 0 R >>"
    written += (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n{trailer}\nstartxref\n{start}\n"
    )
    return (written + "%%EOF\n").encode("cp1252")


def encrypted_pdf_bytes(password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_bytes([[TEXT[:60]]]))))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def pdf_with_xmp(pages: Sequence[Sequence[str]], description: str) -> bytes:
    """A PDF with metadata in XML, `description` inside its rdf:Description."""
    xmp = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"{description}</rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_bytes(pages))))
    writer.xmp_metadata = xmp.encode()
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def docx_bytes(paragraphs: Sequence[str] = (TEXT,), **properties: object) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    for name, value in properties.items():
        setattr(document.core_properties, name, value)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def with_part(archive: bytes, name: str, content: bytes) -> bytes:
    """The zip with one more part, or with another one under the same name."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(made, "w", 8) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return made.getvalue()


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refusal_of(target: str, settings: Settings) -> str:
    """Why an address is not fetched; the failure names the address."""
    with pytest.raises(SourceError) as raised:
        fetch(target, settings)
    assert raised.value.path == target
    return raised.value.reason
