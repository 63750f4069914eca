"""E-mails."""

from pathlib import Path

from tests.rag.sources.samples import (
    TEXT,
    failure_of,
    read_one,
    write,
)

HEADERS = (
    b"From: Courier News <news@courier.example>\r\nTo: a@b.example\r\n"
    b"Subject: =?utf-8?q?Br=C3=BCcke?= closes\r\nDate: Thu, 16 Jun 2022 10:00:00 +0200\r\n"
    b"Message-ID: <1@courier.example>\r\nMIME-Version: 1.0\r\n"
)


def test_an_email_gives_subject_sender_date_and_text(tmp_path: Path) -> None:
    raw = read_one(write(tmp_path, "a.eml", HEADERS + b"\r\n" + TEXT.encode()))
    assert (raw.title, raw.author, raw.source, raw.published, raw.content) == (
        "Brücke closes",
        "Courier News",
        "courier.example",
        "Thu, 16 Jun 2022 10:00:00 +0200",
        TEXT,
    )


def test_an_email_without_its_ending_is_recognised(tmp_path: Path) -> None:
    assert read_one(write(tmp_path, "a.txt", HEADERS + b"\r\n" + TEXT.encode())).content == TEXT


def multipart(*parts: bytes) -> bytes:
    body = b"".join(b"--B\r\n" + part + b"\r\n" for part in parts)
    return HEADERS + b'Content-Type: multipart/mixed; boundary="B"\r\n\r\n' + body + b"--B--\r\n"


HTML_PART = b"Content-Type: text/html; charset=utf-8\r\n\r\n<p>The council voted.</p>"


def test_an_email_of_html_alone_is_html(tmp_path: Path) -> None:
    raw = read_one(write(tmp_path, "a.eml", multipart(HTML_PART)))
    assert (raw.kind, raw.content) == ("html", "<p>The council voted.</p>")


def test_a_plain_part_goes_before_html(tmp_path: Path) -> None:
    plain = b"Content-Type: text/plain\r\n\r\n" + TEXT.encode()
    alternative = multipart(plain, HTML_PART).replace(b"multipart/mixed", b"multipart/alternative")
    assert read_one(write(tmp_path, "a.eml", alternative)).kind == "text"


def test_a_plain_part_that_only_points_to_the_html_does_not(tmp_path: Path) -> None:
    plain = b"Content-Type: text/plain\r\n\r\nView in browser"
    alternative = multipart(plain, HTML_PART).replace(b"multipart/mixed", b"multipart/alternative")
    assert read_one(write(tmp_path, "a.eml", alternative)).kind == "html"


def test_an_email_of_attachments_alone_says_so(tmp_path: Path) -> None:
    part = b'Content-Type: text/plain\r\nContent-Disposition: attachment; filename="x"\r\n\r\nabc'
    path = write(tmp_path, "a.eml", multipart(part))
    assert failure_of(path) == "the e-mail holds no text, only attachments"


def test_an_unknown_charset_of_an_email_is_guessed(tmp_path: Path) -> None:
    mail = HEADERS + b"Content-Type: text/plain; charset=x-nonsense\r\n\r\n" + TEXT.encode()
    assert read_one(write(tmp_path, "a.eml", mail)).content == TEXT
