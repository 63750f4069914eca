"""The tables of `library.db`, their version, and how older ones are brought up to it.

Knows SQL only, nothing of the nouns.

An article is current while some place points to it. Only current articles have chunks, and so
vectors and full-text rows; earlier versions keep text and sentences for the answers that cite them.
Full-text rows follow their chunks by triggers, vectors by foreign key: none can be left behind.
"""

from __future__ import annotations

import sqlite3

from rag.errors import StoreError

VERSION = 4
"""Counted up whenever a table changes; kept in the file as `PRAGMA user_version`."""

# Marks (Mn, Mc) belong to words: without them Hindi and vowelled Arabic fall into single letters.
_TOKENIZER = "porter unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"

_TABLES = f"""
CREATE TABLE meta (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    generation INTEGER NOT NULL,
    embedder TEXT NOT NULL,
    weight_hash TEXT NOT NULL,
    dim INTEGER NOT NULL
);
INSERT INTO meta VALUES (1, 0, '', '', 0);

-- The body comes last, so that lists need not read past the short columns.
CREATE TABLE articles (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    source TEXT NOT NULL,
    source_folded TEXT NOT NULL,
    published TEXT,
    url TEXT NOT NULL,
    author TEXT NOT NULL,
    language TEXT NOT NULL,
    version INTEGER NOT NULL,
    path TEXT NOT NULL,
    characters INTEGER NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX articles_published ON articles (published);

CREATE TABLE places (
    key TEXT PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (number),
    digest TEXT NOT NULL,
    version INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX places_article ON places (article);

CREATE TABLE history (
    key TEXT NOT NULL REFERENCES places (key) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (number),
    PRIMARY KEY (key, version)
) WITHOUT ROWID;
CREATE INDEX history_article ON history (article);

CREATE TABLE sentences (
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    PRIMARY KEY (article, ordinal)
) WITHOUT ROWID;

-- AUTOINCREMENT: a row number that an index or an old answer remembers never means another chunk.
CREATE TABLE chunks (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES articles (number),
    ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    UNIQUE (article, ordinal)
);

CREATE TABLE vectors (
    row INTEGER PRIMARY KEY REFERENCES chunks (row) ON DELETE CASCADE,
    vector BLOB NOT NULL
);

CREATE VIEW chunk_texts AS
    SELECT chunks.row AS row,
           articles.title AS title,
           substr(articles.body, chunks.start + 1, chunks.stop - chunks.start) AS text
    FROM chunks JOIN articles ON articles.number = chunks.article;

CREATE VIRTUAL TABLE fulltext USING fts5 (
    title, text, content = 'chunk_texts', content_rowid = 'row', tokenize = "{_TOKENIZER}"
);

CREATE TRIGGER chunk_written AFTER INSERT ON chunks BEGIN
    INSERT INTO fulltext (rowid, title, text)
        SELECT row, title, text FROM chunk_texts WHERE row = new.row;
END;
CREATE TRIGGER chunk_goes BEFORE DELETE ON chunks BEGIN
    INSERT INTO fulltext (fulltext, rowid, title, text)
        SELECT 'delete', row, title, text FROM chunk_texts WHERE row = old.row;
END;
"""

# Who said what, read from an article by one version of the reader; another version reads it anew.
_STATEMENTS = """
CREATE TABLE readings (
    article INTEGER PRIMARY KEY REFERENCES articles (number) ON DELETE CASCADE,
    reader TEXT NOT NULL,
    statements INTEGER NOT NULL
);

CREATE TABLE statements (
    article INTEGER NOT NULL REFERENCES readings (article) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    id TEXT NOT NULL,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    kind TEXT NOT NULL,
    speaker TEXT NOT NULL,
    speaker_kind TEXT NOT NULL,
    mention_start INTEGER,
    mention_stop INTEGER,
    cue_start INTEGER,
    cue_stop INTEGER,
    stance TEXT NOT NULL,
    sentence_start INTEGER NOT NULL,
    sentence_stop INTEGER NOT NULL,
    role TEXT NOT NULL,
    addressee_start INTEGER,
    addressee_stop INTEGER,
    PRIMARY KEY (article, ordinal)
) WITHOUT ROWID;
"""

# Some runs of words of each current article, by which near-duplicates find each other, and the
# origin of each. `runs` refers to articles without saying so: its rows are deleted by name, because
# an index to cascade by would be as large as the table.
_COPIES = """
CREATE TABLE runs (
    run INTEGER NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (run, article)
) WITHOUT ROWID;

CREATE TABLE copies (
    article INTEGER PRIMARY KEY REFERENCES articles (number) ON DELETE CASCADE,
    origin INTEGER NOT NULL
);
CREATE INDEX copies_origin ON copies (origin);
"""

# Rows of chunks that are gone, and with which change: an index that follows the library asks for
# these instead of comparing millions of rows. Numbers alone, and none is ever used again.
_GONE = """
CREATE TABLE gone (
    generation INTEGER NOT NULL,
    row INTEGER NOT NULL,
    PRIMARY KEY (generation, row)
) WITHOUT ROWID;

CREATE TRIGGER chunk_gone AFTER DELETE ON chunks BEGIN
    INSERT INTO gone SELECT generation + 1, old.row FROM meta;
END;
"""

_STEPS = (_TABLES, _STATEMENTS, _COPIES, _GONE)
"""What makes version 1 of nothing, version 2 of version 1, and so on."""


def create(connection: sqlite3.Connection) -> None:
    """Makes the tables that the file lacks. Call it inside a transaction.

    Raises:
        StoreError: The file was written by a newer Dateline.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > VERSION:
        raise StoreError(
            f"the library has format {version}, this Dateline reads up to {VERSION}. "
            "Update Dateline, or use another folder with --home."
        )
    for script in _STEPS[version:]:
        for statement in _statements(script):
            connection.execute(statement)
    if version < VERSION:
        connection.execute(f"PRAGMA user_version = {VERSION}")


def _statements(script: str) -> list[str]:
    """Single statements, because `executescript` would commit the transaction it runs in."""
    statements: list[str] = []
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            statements.append(pending)
            pending = ""
    return statements
