"""An open library."""

import pytest

from tests.rag.articles.library import open_store


@pytest.fixture
def store(tmp_path):
    with_store = open_store(tmp_path)
    yield with_store
    with_store.close()
