import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.chunks.sentences import MAX_UNITS, SentenceSplitter


def texts(body: str, language: str = "en") -> list[str]:
    return [body[one.start : one.end] for one in SentenceSplitter().split(body, language)]


@pytest.mark.parametrize(
    "marked",
    [
        "Mr. Khan met Gov. J.B. Pritzker on Jan. 6.|They shook hands.",
        "U.S. troops left.|He lives in the U.S.|The army stays.",
        "Then-Sen. Kamala Harris ran.|She won.",
        "George W. Bush spoke.|J. K. Rowling wrote.|World War I.|The war ended.",
        "Apple Inc. CEO Tim Cook spoke.|He runs Apple Inc.|The company grew.",
        "Robert Downey Jr. starred.|Martin Luther King Jr. Day is a holiday.",
        "The St. Louis team lost on Main St.|It rained.",
        "He came at 5 p.m. Monday.|She left at 6 a.m. ET.|They met at 7 p.m.|Police came later.",
        "No. 10 said no.|Article 5 has No. 3 in it.|It happened in 2021.|Biden won.",
        "It rose 3.5 percent to $1,200.50.|See example.com or v2.0.|Done.",
        "BILLINGS, Mont. – The largest city restarted its plant.|It was dry.",
        "“We won.”|He left.|“We lost,” she said.|“Why?” she asked.",
        '"Who are you?" Smith asked.|"Go away!" Ann Lee shouted.|"Yes."|"No."',
        "(He was late.)|She was not.|[1] marks a note.",
        "It rose ... and fell.|Then it ended ...|And so on…|Yes.",
        "What?!|No!!|Really?",
        "Yahoo! News reported it.|Roe v. Wade fell.",
        "They were 1. Ann Lee (Ohio), 2. Bo Chi (Utah) and 3. Cy Dee (Iowa).|The end.",
        "Signe Anderson, 74.|Vocalist of the first hour.|Harry Fujiwara, 82.|Better known as Fuji.",
        "J.P. (The Bopper) Richardson shopped at Jos. A. Bank.|(It was late.)",
        "Officials, etc., came, e.g. Ann, i.e. Bo.|The end.",
        "He bought an iPhone.|iPhone sales rose.|eBay fell.",
    ],
)
def test_english_news_is_split_where_the_bar_is(marked):
    assert texts(marked.replace("|", " ")) == marked.split("|")


def test_a_missing_space_does_not_hide_an_end():
    assert texts("He said.The army left. Node.Js and example.Com stay.") == [
        "He said.",
        "The army left.",
        "Node.Js and example.Com stay.",
    ]


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("ar", ["قال الرئيس نعم.", "هل تعلم؟", "لا أعلم."]),
        ("hi", ["यह एक वाक्य है।", "दूसरा वाक्य।"]),
        ("de", ["Am 3. März kam z.B. Dr. Weiß.", "Er blieb ca. 10 Tage."]),
        ("es", ["¿Quién es?", "¡Nadie!", "La Sra. Ruiz salió."]),
        ("ur", ["یہ ایک جملہ ہے۔", "دوسرا جملہ۔"]),
    ],
)
def test_other_languages_end_sentences_with_their_own_marks(language, sentences):
    assert texts(" ".join(sentences), language) == sentences


def test_chinese_needs_no_white_space():
    assert texts("今天下雨了。明天呢？“好的。”他说。", "zh") == [
        "今天下雨了。",
        "明天呢？",
        "“好的。”",
        "他说。",
    ]


def test_a_headline_without_stop_ends_with_its_line():
    assert texts("Dam breaks\n\nThe dam broke\nNobody was hurt.") == [
        "Dam breaks",
        "The dam broke",
        "Nobody was hurt.",
    ]


def test_wrapped_lines_are_one_sentence():
    body = (
        "This text is wrapped at sixty characters, so that its lines\n"
        "break within sentences. The second one goes on in the line\n"
        "Below with a capital.\n\nNext."
    )
    assert texts(body) == [
        "This text is wrapped at sixty characters, so that its lines\nbreak within sentences.",
        "The second one goes on in the line\nBelow with a capital.",
        "Next.",
    ]


def test_bullets_and_numbers_of_lists_stay_with_what_they_count():
    assert texts("1. January 6\n• One thing\n• Two things. And more.\n- Three") == [
        "1. January 6",
        "• One thing",
        "• Two things.",
        "And more.",
        "- Three",
    ]


def test_stray_marks_are_no_sentences():
    assert texts("* * *\n\n---\n\nYes.\n\n. . .") == ["Yes."]


def test_nothing_holds_no_sentence():
    assert texts(" \n\n ") == []


def test_a_table_is_cut_at_semicolons_first():
    row = "a " * 99 + "b"
    assert texts(f"{row}; {row}") == [f"{row};", row]


def test_a_long_run_without_marks_is_cut_between_words():
    pieces = texts("word " * 400)
    assert " ".join(pieces).split() == ["word"] * 400
    assert max(len(piece.split()) for piece in pieces) <= MAX_UNITS


def test_a_long_run_without_white_space_is_cut_anywhere():
    pieces = texts("中文" * 300, "zh")
    assert "".join(pieces) == "中文" * 300
    assert max(map(len, pieces)) <= MAX_UNITS


@given(
    st.text(
        st.sampled_from("abA1 .!?\n\n\"”“')(,;:…。-•") | st.characters(codec="utf-8"), max_size=300
    ),
    st.sampled_from(["en", "de", "zh", ""]),
)
def test_sentences_are_trimmed_ordered_slices_that_lose_no_letter(body, language):
    sentences = SentenceSplitter().split(body, language)
    reached = 0
    for number, sentence in enumerate(sentences):
        text = body[sentence.start : sentence.end]
        assert sentence.index == number
        assert text
        assert text == text.strip()
        assert re.search(r"\n[^\S\n]*\n", text) is None
        assert not any(character.isalnum() for character in body[reached : sentence.start])
        assert sentence.start >= reached
        reached = sentence.end
    assert not any(character.isalnum() for character in body[reached:])
