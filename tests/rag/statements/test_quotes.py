from rag.statements.quotes import quotations


def inside(body):
    return [body[one.inner : one.stop] for one in quotations(body)]


def test_typographic_and_straight_marks_are_read():
    assert inside('“We buy,” she said. "We build."') == ["We buy,", "We build."]


def test_a_mark_that_is_missing_closes_at_the_end_of_the_paragraph():
    (one,) = quotations("“We buy in order to build, she said.\n\nThe plant will stay.")
    assert (one.start, one.closed) == (0, False)
    assert one.end == len("“We buy in order to build, she said.")


def test_speech_over_paragraphs_is_one_quotation_to_its_closing_mark():
    body = "She said: “The water came.\n\n“We ran.”\n\nNobody was hurt."
    (one,) = quotations(body)
    assert body[one.inner : one.stop] == "The water came.\n\n“We ran."
    assert one.paragraphs == 2


def test_a_quote_inside_a_quote_belongs_to_the_outer_one():
    assert inside("“He told me ‘run’ and I ran,” she said.") == ["He told me ‘run’ and I ran,"]
    assert inside("“She said “run” and I ran,” he said.") == ["She said “run” and I ran,"]


def test_apostrophes_open_nothing():
    assert inside("The workers' rights and the firm's '90s plant weren't touched.") == []
    assert inside("The workers’ rights weren’t touched.") == []


def test_single_marks_quote_where_no_double_ones_do():
    assert inside("‘The workers’ rights are safe,’ he said.") == ["The workers’ rights are safe,"]


def test_a_word_between_marks_is_no_speech_and_a_sentence_is():
    body = "The “bargain” failed. “We lost everything,” he said."
    assert [one.is_speech(body) for one in quotations(body)] == [False, True]


def test_nothing_is_found_in_nothing():
    assert quotations("") == []
    assert quotations("”””") == []


def test_doubled_apostrophes_are_marks():
    assert inside("''We buy,'' she said. ''We build.''") == ["We buy,", "We build."]
