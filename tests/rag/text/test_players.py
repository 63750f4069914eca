"""Films on a page are no sentences of its article."""

from rag.text.players import players

FILM = (
    "JUST WATCHED Flood reaches the old town Replay More ... NEXT Flood reaches the old town 02:05"
)


def test_a_title_told_twice_with_a_length_is_a_film():
    body = f"The town is flooded.\n\n{FILM}\n\nLind said so at 10:30"
    ((start, end),) = players(body)
    assert body[start:end] == FILM


def test_a_sentence_that_ends_in_a_time_is_none():
    assert players("The harbour opens to ships at 10:30") == []
