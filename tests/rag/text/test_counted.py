import pytest

from rag.text.counted import counting, counts, what_is_counted
from rag.text.kinds import holds

JOBS = "How many jobs will the works in Brannock keep?"


@pytest.mark.parametrize(
    ("question", "stems"),
    [
        ("How many survivors did the skipper take aboard?", {"survivor"}),
        ("How many of the hostages are free?", {"hostag"}),
        ("How many more seats did Labour win?", {"seat"}),
        ("How many children died?", {"children", "pupil", "girl", "boy"}),
        (
            "How many Corvellos were called back?",
            {"corvello", "vehicl", "car", "truck", "unit", "phon", "devic", "model", "machin"}
            | {"copi"},
        ),
        ("How many pounds did the ferry cost?", set()),
        ("How much did the ferry cost?", set()),
        ("Who counted the seats?", set()),
    ],
)
def test_what_is_counted_is_the_noun_behind_how_many(question, stems):
    assert what_is_counted(question) == stems


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("Some 200 new jobs are to be kept at Brannock.", True),
        ("The works will keep 1,100 highly paid posts.", True),
        ("Orison will put £280m into the works.", False),
        ("It will keep 40% of the jobs.", False),
        ("In 2024 jobs were cut.", False),
        ("It makes 100,000 plates a year, and jobs are safe.", False),
    ],
)
def test_a_text_counts_what_stands_right_behind_its_figure(text, does):
    assert counts(JOBS, text) == does


def test_money_shares_and_years_count_nothing():
    text = "In 2024 the firm paid $3m, or 12 per cent, for 15 ships."
    assert [one.text for one in counting(text)] == ["15"]


def test_a_sum_of_money_is_no_answer_to_how_many():
    assert not holds("number", "Orison will put £280m into the works.", JOBS)
    assert holds("number", "Orison will keep 280 jobs.", JOBS)


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("Officers may hold a suspect for up to 30 minutes.", True),
        ("The road stays shut until 3 May, 2 lanes of it.", True),
        ("Some 25,000 officers may hold suspects.", False),
    ],
)
def test_how_long_wants_a_time_or_a_length(text, does):
    assert holds("number", text, "How long may officers hold a suspect?") == does


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("An Ostra 787 crashed with 12 on board.", ["12"]),
        ("In Innerholm 40 people died.", ["40"]),
        ("Flight 171 fell from the sky.", ["171"]),  # a sentence begins with any word
        ("They took Flight 171 home.", []),
    ],
)
def test_the_number_in_a_name_counts_nothing(text, found):
    assert [one.text for one in counting(text)] == found
