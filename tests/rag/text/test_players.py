"""Films on a page are no sentences of its article."""

from rag.text.players import players, without_players

FILM = (
    "JUST WATCHED Flood reaches the old town Replay More ... NEXT Flood reaches the old town 02:05"
)


def test_a_title_told_twice_with_a_length_is_a_film():
    body = f"The town is flooded.\n\n{FILM}\n\nLind said so at 10:30"
    ((start, end),) = players(body)
    assert body[start:end] == FILM


def test_a_sentence_that_ends_in_a_time_is_none():
    assert players("The harbour opens to ships at 10:30") == []


def test_a_title_with_a_length_and_a_source_is_a_film_and_leaves_blanks():
    film = "Video Ad Feedback Lind reacts to the flood 02:33 - Source: CNN"
    body = f"The town is flooded.\n{film}\nLind left."
    (span,) = players(body)
    assert body[slice(*span)] == film
    assert without_players(body) == f"The town is flooded.\n{' ' * len(film)}\nLind left."
