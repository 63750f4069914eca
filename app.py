"""Starts the web app; the same as `python -m rag serve`, whose options it takes."""

from __future__ import annotations

import sys

from rag.cli.app import app

if __name__ == "__main__":
    app(["serve", *sys.argv[1:]])
