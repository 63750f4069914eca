"""`kill -9` at any moment. `python -m benchmarks.faults` does the same 200 times."""

import pytest

from tests.safety.killed import WORKS, wrong_after_a_kill


@pytest.mark.parametrize("work", WORKS)
def test_killed_at_any_moment_the_library_is_whole(work, tmp_path):
    known = {}
    for seed in (1, 2):
        assert wrong_after_a_kill(tmp_path / "home", work, seed, known) == []
    assert any(known.values())
