"""Every route answers drawn requests as the OpenAPI document says; more: `benchmarks.fuzz`."""

import pytest

from tests.rag.api.fuzzing import Fuzzed

EXAMPLES = 6


@pytest.fixture(scope="module")
def fuzzed():
    return Fuzzed()


@pytest.mark.parametrize("mode", ["positive", "negative"])
def test_any_request_is_answered_as_described(fuzzed, mode):
    operations = fuzzed.operations()
    assert len(operations) == 20
    for operation in operations:
        fuzzed.ask(operation, mode, EXAMPLES)
