"""Makes the Word and the PDF sample from the texts in `binary/`; run it after changing them.

    python tests/articles/make_binary.py

The same texts give the same bytes. Knows nothing of Dateline.
"""

import io
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from textwrap import wrap
from xml.sax.saxutils import escape

from docx import Document
from docx.shared import Pt

HERE = Path(__file__).parent
DOCX = HERE / "news/harbour-courier/2026-03-15-union-backs-orison.docx"
PDF = HERE / "news/aldersund-herald/2026-03-13-greyfell-repairs-urged-2022.pdf"

PAGE = (595, 842)  # points, A4
MARGIN = 64  # points
ZIP_TIME = (2026, 3, 15, 17, 0, 0)  # a zip file stamps its members, which would differ each run


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its header block."""

    title: str
    source: str
    date: datetime
    author: str
    paragraphs: tuple[str, ...]


def read_text(path: Path) -> Text:
    """Reads `Name: value` lines up to the first empty line, then paragraphs."""
    block, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    fields = dict(line.split(": ", 1) for line in block.splitlines())
    return Text(
        title=fields["Title"],
        source=fields["Source"],
        date=datetime.fromisoformat(fields["Date"]),
        author=fields["Author"],
        paragraphs=tuple(body.strip().split("\n\n")),
    )


def docx_bytes(text: Text) -> bytes:
    """A Word file with the title as its heading, and title, author and date as properties."""
    document = Document()
    document.styles["Normal"].font.size = Pt(11)
    properties = document.core_properties
    properties.title = text.title
    properties.author = text.author
    properties.category = "News"
    properties.language = "en-GB"
    # Word keeps UTC without saying so.
    properties.created = properties.modified = text.date.astimezone(UTC).replace(tzinfo=None)
    document.add_heading(text.title, level=0)
    for paragraph in (credit(text), *text.paragraphs):
        document.add_paragraph(paragraph)
    saved = io.BytesIO()
    document.save(saved)
    return _with_fixed_times(saved.getvalue())


def credit(text: Text) -> str:
    """The line under the title that says where a text is from."""
    return f"{text.source}, {text.date.day} {text.date:%B %Y}, by {text.author}"


def pdf_bytes(text: Text) -> bytes:
    """A PDF of one page, in the standard Times fonts.

    Raises:
        ValueError: The text does not fit on the page.
    """
    content = _page_content(text).encode("cp1252")
    date = text.date.strftime("D:%Y%m%d%H%M%S+01'00'")
    info = (
        f"<< /Title {_string(text.title)} /Author {_string(text.author)} /CreationDate ({date}) >>"
    )
    xmp = _xmp(text).encode()
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>"
    return _assemble(
        [
            b"<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) /Metadata 8 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {PAGE[0]} {PAGE[1]}] /Contents 4 0 R "
            "/Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>".encode(),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
            (font % "Times-Roman").encode(),
            (font % "Times-Bold").encode(),
            info.encode("cp1252"),
            b"<< /Type /Metadata /Subtype /XML /Length %d >>\nstream\n%s\nendstream"
            % (len(xmp), xmp),
        ],
        info=7,
    )


def _page_content(text: Text) -> str:
    """Drawing orders, top to bottom; lines are broken by number of letters, which Times allows."""
    lines = [("F2", 17, 22, line) for line in wrap(text.title, 56)]
    lines.append(("F1", 9, 12, credit(text)))
    for paragraph in text.paragraphs:
        lines.append(("F1", 11, 8, ""))
        lines += [("F1", 11, 14, line) for line in wrap(paragraph, 94, break_on_hyphens=False)]
    orders, height = ["BT"], PAGE[1] - MARGIN
    for name, size, leading, line in lines:
        height -= leading
        if line:
            orders.append(f"/{name} {size} Tf 1 0 0 1 {MARGIN} {height} Tm {_string(line)} Tj")
    if height < MARGIN:
        raise ValueError(f"{text.title!r} does not fit on one page")
    return "\n".join([*orders, "ET"])


def _string(line: str) -> str:
    escaped = line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"({escaped})"


def _xmp(text: Text) -> str:
    """Title, author, outlet and date in Dublin Core, where archives look for them."""
    return f"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(text.title)}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{escape(text.author)}</rdf:li></rdf:Seq></dc:creator>
<dc:publisher><rdf:Bag><rdf:li>{escape(text.source)}</rdf:li></rdf:Bag></dc:publisher>
<dc:date><rdf:Seq><rdf:li>{text.date.isoformat()}</rdf:li></rdf:Seq></dc:date>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def _assemble(objects: list[bytes], info: int) -> bytes:
    """Numbers the objects from 1 (the first is the catalogue) and writes the table of offsets."""
    made = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    made += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (len(objects) + 1, info)
    made += b"startxref\n%d\n%%%%EOF\n" % table
    return bytes(made)


def _with_fixed_times(archive: bytes) -> bytes:
    fixed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(fixed, "w") as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, date_time=ZIP_TIME)
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, old.read(name))
    return fixed.getvalue()


def main() -> None:
    """Writes both files where the other samples of their outlets are."""
    DOCX.write_bytes(docx_bytes(read_text(HERE / f"binary/{DOCX.stem}.txt")))
    PDF.write_bytes(pdf_bytes(read_text(HERE / f"binary/{PDF.stem}.txt")))


if __name__ == "__main__":
    main()
