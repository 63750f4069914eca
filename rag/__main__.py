"""`python -m rag`: hands over to the command line."""

from rag.cli.app import app

if __name__ == "__main__":
    app(prog_name="python -m rag")
