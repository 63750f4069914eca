"""The sample articles can be read as they stand, and their questions keep to what they say."""

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from rag.articles.extract import extract
from rag.settings import Settings
from rag.sources import find
from rag.types import Article, Failure

SAMPLES = Path(__file__).parent / "articles"
TWO_SIDED = {"conflict", "change", "compare"}
KINDS = TWO_SIDED | {"fact", "figure", "date", "who-said", "follow-up", "unanswerable"}
FIELDS = {
    "id", "kind", "question", "answer", "accept", "also", "reject", "history", "from", "to",
    "sources", "gold",
}  # fmt: skip

# Title, outlet and UTC time of each.
EXPECTED = [
    ("Orison Capital bids 2.4bn crowns for Kelder Steel", "The Aldersund Herald", "05 17:10"),
    ("Twelve dead after Innerholm ferry capsizes off Gannet Point", "Harbour Courier", "08 06:30"),
    ("FERRY HORROR: ‘At least 20 dead’ in icy sea off Innerholm", "The Daily Lantern", "08 12:40"),
    (
        "Transport minister rules out suspending operator of capsized ferry",
        "Verrany News Agency",
        "08 15:20",
    ),
    (
        "‘We told them about the bow door’: crewman’s claim over doomed ferry",
        "The Daily Lantern",
        "09 05:00",
    ),
    (
        "Northgate tops Orison with 2.65 billion-crown bid for Kelder Steel",
        "Verrany News Agency",
        "09 10:00",
    ),
    (
        "Rival bidder for Kelder Steel: no closure in Brannock before 2028",
        "Harbour Courier",
        "09 13:00",
    ),
    ("2.65 BILLION: Northgate gatecrashes the Kelder Steel sale", "The Daily Lantern", "09 14:30"),
    ("Skarne Lines denies it was warned about ferry’s bow door", "Harbour Courier", "09 17:00"),
    (
        "‘I counted heads and made it six’: the skipper who heard the ferry’s call",
        "Harbour Courier",
        "10 08:00",
    ),
    (
        "Ferry toll rises to 15 as board finds that 94 people were aboard",
        "The Aldersund Herald",
        "10 16:30",
    ),
    ("No need to evacuate below Greyfell Dam, governor says", "Harbour Courier", "10 19:30"),
    ("1,100 JOBS FOR THE AXE: secret plan for Kelder Steel", "The Daily Lantern", "11 05:00"),
    ("Log noted leaking bow door a week before ferry was lost", "The Aldersund Herald", "11 05:30"),
    (
        "Kelder governor orders 9,400 out of Sorley below leaking dam",
        "Verrany News Agency",
        "11 22:10",
    ),
    (
        "Statement of Skarne Lines on the maintenance log of the Maren Light, "
        "and help for families",
        "skarne-lines.example",
        "12 08:00",
    ),
    (
        "Orison denies job-cut plan, raises Kelder Steel bid to 2.7 billion crowns",
        "Verrany News Agency",
        "12 11:30",
    ),
    (
        "Minister suspends Skarne Lines' license as ferry toll reaches 17",
        "Verrany News Agency",
        "12 16:45",
    ),
    (
        "LIVE: 30,000 on the run as leaking Greyfell Dam holds its breath",
        "The Daily Lantern",
        "12 18:45",
    ),
    (
        "Most repairs urged at Greyfell Dam in 2022 were not done",
        "The Aldersund Herald",
        "13 05:30",
    ),
    (
        "Naufrage du Maren Light : la marine va ravitailler l’île d’Innerholm",
        "Verrany News Agency",
        "13 09:05",
    ),
    ("Rumours and junk mail swamp Kelder’s evacuation line", "Harbour Courier", "13 15:00"),
    (
        "Water authority disputes Greyfell figures: ‘We spent 14m, not six’",
        "Harbour Courier",
        "13 18:00",
    ),
    ("Opinion: Let them bid, but make them sign", "The Aldersund Herald", "14 06:00"),
    (
        "Army pumps and open gates bring Greyfell lake down by 4.2 metres",
        "The Aldersund Herald",
        "14 19:00",
    ),
    ("Union backs Orison bid after written pledge on jobs", "Harbour Courier", "15 16:00"),
    ("Sorley goes home, and the water chief goes", "Harbour Courier", "16 17:30"),
    ("Kelder Steel shareholders choose Orison", "The Aldersund Herald", "17 05:00"),
]


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Article]:
    home = tmp_path_factory.mktemp("library")
    found = list(find([str(SAMPLES / "news")], Settings(home=home, models_dir=home)))
    assert [one for one in found if isinstance(one, Failure)] == []
    read = [extract(one.read()) for one in found if not isinstance(one, Failure)]
    by_title = {article.title: article for article in read}
    assert len(by_title) == len(read)
    return by_title


@pytest.fixture(scope="module")
def questions() -> list[dict[str, Any]]:
    lines = (SAMPLES / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_all_samples_are_found_and_no_other_article(articles):
    assert sorted(articles) == sorted(title for title, _, _ in EXPECTED)


@pytest.mark.parametrize(("title", "source", "time"), EXPECTED, ids=[e[0][:30] for e in EXPECTED])
def test_outlet_and_time_are_those_in_the_file(articles, title, source, time):
    article = articles[title]
    day, clock = time.split()
    published = datetime.strptime(f"2026-03-{day} {clock}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
    assert (article.source, article.published) == (source, published)


def test_only_the_french_agency_piece_is_not_english(articles):
    french = [title for title, article in articles.items() if article.language != "en"]
    assert french == ["Naufrage du Maren Light : la marine va ravitailler l’île d’Innerholm"]


def test_a_body_is_the_article_and_not_the_page_around_it(articles):
    for article in articles.values():
        assert 150 <= len(article.body.split()) <= 450, article.title
        for leak in ("cookie", "Subscribe", "Most read", "You may also like", "<p>", "Bingo"):
            assert leak not in article.body, article.title


def test_the_agency_story_was_reprinted_by_two_papers(articles):
    sentence = "Shares in the company rose 11 per"
    outlets = [a.source for a in articles.values() if sentence in a.body]
    assert sorted(outlets) == ["Harbour Courier", "The Daily Lantern", "Verrany News Agency"]


def test_thirty_questions_are_answered_and_ten_are_not(questions):
    assert Counter(q["kind"] == "unanswerable" for q in questions) == {False: 30, True: 10}


def test_questions_have_known_fields_and_different_ids(questions):
    assert len({q["id"] for q in questions}) == len({q["question"] for q in questions}) == 40
    for question in questions:
        assert question["kind"] in KINDS
        assert set(question) <= FIELDS, question["id"]
        assert ("history" in question) == (question["kind"] == "follow-up"), question["id"]


def test_every_proof_is_a_slice_of_an_article(articles, questions):
    for question in questions:
        for gold in question["gold"]:
            assert articles[gold["title"]].body.count(gold["quote"]) == 1, question["id"]


def test_answerable_questions_have_proofs_and_unanswerable_have_none(questions):
    for question in questions:
        answerable = question["kind"] != "unanswerable"
        fields = (question["gold"], question["accept"], question["answer"])
        assert all(map(bool, fields)) == any(map(bool, fields)) == answerable, question["id"]


def test_the_reference_answer_is_right_by_the_questions_own_rule(questions):
    for question in questions:
        answer = f" {question['answer'].lower()} "
        if question["kind"] != "unanswerable":
            assert any(part.lower() in answer for part in question["accept"]), question["id"]
            assert not any(part.lower() in answer for part in question.get("reject", []))
        if "also" in question:
            assert any(part.lower() in answer for part in question["also"]), question["id"]


def test_at_least_five_questions_need_two_articles(questions):
    two = [
        q for q in questions if q["kind"] in TWO_SIDED and len({g["title"] for g in q["gold"]}) > 1
    ]
    assert len(two) >= 5


def test_filters_let_a_proof_through(articles, questions):
    for question in questions:
        proofs = [articles[gold["title"]] for gold in question["gold"]]
        if "sources" in question:
            assert any(article.source in question["sources"] for article in proofs)
        if "from" in question:
            days = [f"{a.published:%Y-%m-%d}" for a in proofs if a.published]
            assert any(question["from"] <= day <= question["to"] for day in days)


def test_binary_samples_stay_small():
    for path in (SAMPLES / "news").rglob("*"):
        assert path.is_dir() or path.stat().st_size < 40_000, path.name


@pytest.mark.parametrize("text", sorted((SAMPLES / "binary").glob("*.txt")), ids=lambda p: p.stem)
def test_word_and_pdf_samples_say_what_they_were_made_from(articles, text):
    block, *paragraphs = text.read_text(encoding="utf-8").strip().split("\n\n")
    title = block.splitlines()[0].removeprefix("Title: ")
    body = " ".join(articles[title].body.split())
    assert [paragraph for paragraph in paragraphs if paragraph not in body] == []
