from rag.statements.cast import Cast
from rag.statements.reports import Mention
from rag.statements.speakers import SpeakerFinder


class Finder:
    """Resolves words of a body by the place where they occur last."""

    def __init__(self, body, author=""):
        self.body = body
        self.finder = SpeakerFinder(Cast.of(body), author)

    def find(self, text, *, name="", role="", plural=False):
        start = self.body.rindex(text)
        sentence = self.body.rfind(". ", 0, start) + 2 if ". " in self.body[:start] else 0
        mention = Mention((start, start + len(text)), text.split()[-1], name, role, plural)
        speaker = self.finder.find(mention, sentence)
        return speaker.name, speaker.kind


def test_nobody_is_unclear():
    assert SpeakerFinder(Cast.of(""), "").find(None, 0).kind == "unclear"


def test_a_name_is_its_fullest_form_with_the_role_that_the_article_gives():
    finder = Finder("Ana Diaz, the mayor, left. Diaz spoke.")
    assert finder.find("Diaz", name="Diaz") == ("Ana Diaz", "person")


def test_a_word_that_opens_the_sentence_is_no_part_of_the_name():
    finder = Finder("Despite Ana Diaz, the works closed. Diaz spoke.")
    assert finder.find("Ana Diaz", name="Despite Ana Diaz") == ("Ana Diaz", "person")


def test_she_is_the_woman_of_the_same_sentence_before_the_one_who_spoke():
    finder = Finder("Mary Lind spoke. Then Mary Diaz, she said, left.")
    finder.find("Mary Lind", name="Mary Lind")
    assert finder.find("she") == ("Mary Diaz", "person")


def test_he_is_the_subject_of_the_paragraph_before_an_earlier_speaker():
    finder = Finder("John Lind spoke.\n\nMark Reed came home. He spoke.")
    finder.find("John Lind", name="John Lind")
    assert finder.find("He") == ("Mark Reed", "person")


def test_he_goes_on_being_who_spoke_last():
    finder = Finder("Governor Mark Reed spoke.\n\nThe dam held. He spoke.")
    finder.find("Governor Mark Reed", name="Mark Reed")
    assert finder.find("He") == ("Mark Reed", "person")


def test_he_may_be_somebody_without_a_name():
    finder = Finder("A deckhand spoke. He spoke again.")
    finder.find("A deckhand")
    assert finder.find("He") == ("A deckhand", "anonymous")


def test_she_is_nobody_where_only_men_are_named():
    assert Finder("Mr John Reed left. She spoke.").find("She") == ("", "unclear")


def test_it_is_the_institution_before():
    finder = Finder("The Marine Safety Board met. It spoke.")
    assert finder.find("It") == ("Marine Safety Board", "institution")


def test_they_are_the_several_who_spoke():
    finder = Finder("Engineers spoke. They warned.")
    finder.find("Engineers", plural=True)
    assert finder.find("They") == ("Engineers", "anonymous")


def test_the_ministry_and_the_minister_are_those_of_the_article():
    finder = Finder("Ana Diaz, the interior minister, left the Interior Ministry. It shut.")
    assert finder.find("the Interior Ministry")[1] == "institution"
    body = "Ana Diaz, the interior minister, left. The minister spoke."
    assert Finder(body).find("The minister") == ("Ana Diaz", "person")


def test_the_anonymous_keep_their_description():
    assert Finder("A Western diplomat spoke.").find("A Western diplomat") == (
        "A Western diplomat",
        "anonymous",
    )


def test_i_am_the_author_and_nobody_where_there_is_none():
    assert Finder("I say so.", author="Ada Byline").find("I") == ("Ada Byline", "person")
    assert Finder("I say so.").find("I") == ("", "unclear")


def test_a_sum_of_money_is_nobody_and_millions_of_people_are_they():
    assert Finder("60 billion in new roads.").find("60 billion in new roads") == ("", "unclear")
    two = Finder("2 million voters spoke.")
    assert two.find("2 million voters") == ("2 million voters", "anonymous")


def test_a_share_alone_is_nobody_and_a_share_of_somebody_is_they():
    assert Finder("Only 20% spoke.").find("Only 20%") == ("", "unclear")
    finder = Finder("Only 20% of voters spoke.")
    assert finder.find("Only 20% of voters") == ("20% of voters", "anonymous")


def test_a_day_of_the_week_says_nothing():
    assert Finder("It was announced Monday that the dam broke.").find("Monday") == ("", "unclear")


def test_neither_a_day_nor_what_is_quoted_before_is_part_of_a_name():
    finder = Finder('The bird" Ana Diaz spoke.')
    assert finder.find("Ana Diaz", name='bird" Ana Diaz Thursday') == ("Ana Diaz", "person")


def test_he_is_nobody_whom_his_own_words_name():
    finder = Finder('John Lind spoke. "Mark Reed, who is ill, left us," he wrote.')
    finder.find("John Lind", name="John Lind")
    assert finder.find("he") == ("John Lind", "person")


def test_he_is_nobody_after_whom_a_thing_is_called():
    finder = Finder("Mark Reed died. John Lind spoke of the Mark Reed files, he said.")
    finder.find("John Lind", name="John Lind")
    assert finder.find("he") == ("John Lind", "person")
