"""E-mails (.eml) -> RawArticle. Knows nothing of files; attachments are not looked at."""

from __future__ import annotations

from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import parseaddr

from rag.errors import SourceError
from rag.sources.decode import decode
from rag.types import RawArticle

MAX_PARTS = 500
_ENOUGH_LETTERS = 40  # "View this in your browser" is not a text


def read_mail(content: bytes, *, path: str) -> RawArticle:
    """Subject, sender, date and text: plain where there is one, else HTML.

    Raises:
        SourceError: It holds no text, or cannot be parsed.
    """
    try:
        message = BytesParser(policy=policy.default).parsebytes(content)
        html, text = _body(message, path)
        name, address = parseaddr(str(message["from"] or ""))
        subject, date = str(message["subject"] or ""), str(message["date"] or "")
    except SourceError:
        raise
    except Exception as error:  # strangers' mails: `email` may raise anything
        raise SourceError(path, f"the e-mail is damaged ({type(error).__name__})") from error
    if not text.strip():
        raise SourceError(path, "the e-mail holds no text, only attachments")
    return RawArticle(
        kind="html" if html else "text",
        content=text,
        title=" ".join(subject.split()),
        source=address.rpartition("@")[2].lower(),
        author=name or address.partition("@")[0],
        published=date,
        path=path,
    )


def _body(message: EmailMessage, path: str) -> tuple[bool, str]:
    """Whether it is HTML, and the text."""
    if sum(1 for _ in zip(message.walk(), range(MAX_PARTS + 1), strict=False)) > MAX_PARTS:
        raise SourceError(path, f"the e-mail has more than {MAX_PARTS} parts")
    plain = _part_text(message.get_body(preferencelist=("plain",)), path)
    if sum(map(str.isalpha, plain)) >= _ENOUGH_LETTERS:
        return False, plain
    html = _part_text(message.get_body(preferencelist=("html",)), path)
    return (True, html) if html.strip() else (False, plain)


def _part_text(part: MIMEPart | None, path: str) -> str:
    """Decoded by its own charset if that fits, else as any text; "" if there is no such part."""
    if part is None:
        return ""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    text = decode(payload, name=path, declared=part.get_content_charset() or "")
    return _unflow(text) if part.get_param("format") == "flowed" else text


def _unflow(text: str) -> str:
    """RFC 3676: a line that ends with a blank goes on in the next."""
    text = text.replace("\r\n", "\n").replace("\n-- \n", "\n--\n")
    return text.replace(" \n", " ")
