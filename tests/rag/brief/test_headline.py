from rag.brief.headline import CHARACTERS, headline
from rag.types import CitedSentence, Evidence
from rag.writing.briefing import Slot
from tests.fakes import make_article

NEWS = "Mayor Lind agreed to open the sluices of Greyfell dam."


def lead_of(article):
    evidence = Evidence(1, article, 0, len(article.body), 0, len(article.body))
    return [Slot((evidence,), CitedSentence(article.body, (1,), 1.0))]


def test_the_title_of_the_article_that_the_lead_cites_is_the_headline():
    article = make_article(NEWS, title="Lind agrees to open the sluices of Greyfell dam")
    assert headline(lead_of(article), [article]) == article.title


def test_capitals_of_a_title_are_no_names():
    article = make_article(
        f"{NEWS} After a week of talks he gives in.",
        title="Lind Gives In And Agrees To Open Sluices",
    )
    lead = lead_of(make_article(NEWS, title="40 die"))
    assert headline(lead, [article]) == article.title


def test_a_title_that_was_cut_is_not_taken():
    article = make_article(NEWS, title="Lind agrees to open the sluices of ...")
    assert headline(lead_of(article), [article]) == NEWS.rstrip(".")


def test_a_title_with_a_figure_that_the_lead_lacks_is_not_taken():
    article = make_article(NEWS, title="Lind agrees to open 40 sluices of Greyfell dam")
    assert headline(lead_of(article), [article]) == NEWS.rstrip(".")


def test_a_title_on_something_else_is_not_taken():
    other = make_article("The port is closed.", title="The port is closed for ships")
    lead = lead_of(make_article(NEWS, title="40 die"))
    assert headline(lead, [other]) == NEWS.rstrip(".")


def test_a_long_lead_is_cut_at_a_word():
    long = (
        f"{NEWS[:-1]} for the first time in a year of talks with the farmers of the lower valley."
    )
    found = headline(lead_of(make_article(long, title="40 die")), [])
    assert len(found) <= CHARACTERS + 2
    assert long.startswith(found[:-2])
    assert found.endswith(" …")


def test_a_long_lead_ends_before_what_it_only_adds():
    long = f"{NEWS[:-1]} after a year of talks and accused the farmers of the valley of much more."
    found = headline(lead_of(make_article(long, title="40 die")), [])
    assert found == f"{NEWS[:-1]} after a year of talks"
    listed = (
        f"{NEWS[:-1]} and those of Leith and Olsk and of the largest valley of the whole country."
    )
    assert headline(lead_of(make_article(listed, title="40 die")), []).endswith(" …")


def test_a_title_that_asks_heads_no_page():
    article = make_article(NEWS, title="Did Lind agree? Mayor to open sluices of Greyfell dam")
    assert headline(lead_of(article), [article]) == NEWS.rstrip(".")


def test_a_title_of_another_day_heads_no_page_of_today():
    old = make_article("x", title="Lind agrees to open sluices", published="2026-02-01")
    lead = lead_of(make_article(NEWS, title="40 die", published="2026-03-08"))
    assert headline(lead, [old]) == NEWS.rstrip(".")


def test_a_title_that_names_a_kind_of_page_is_not_taken():
    article = make_article(NEWS, title="Greyfell dam live updates: Lind agrees to open sluices")
    assert headline(lead_of(article), [article]) == NEWS.rstrip(".")
