"""How examples are put together, and how fast is learned."""

from random import Random

from models.second_look.train import BATCH_TOKENS, PEAK_RATE, Example, batched, rate


def test_every_example_is_read_once_in_batches_that_fit():
    lengths = [20 + 7 * n % 380 for n in range(5000)]
    examples = [Example((n, *[0] * (length - 1)), n % 2 == 0) for n, length in enumerate(lengths)]
    batches = list(batched(examples, Random(1)))
    assert sorted(one.tokens[0] for batch in batches for one in batch) == list(range(5000))
    for batch in batches:
        assert len(batch) * max(len(one.tokens) for one in batch) <= BATCH_TOKENS


def test_it_learns_fastest_when_warm_and_not_at_all_at_the_end():
    rates = [rate(step, 400) for step in range(401)]
    assert rates[0] < PEAK_RATE / 20
    assert max(rates) <= PEAK_RATE
    assert rates.index(max(rates)) in range(35, 45)
    assert rates[400] == 0.0
