from rag.statements.cast import Cast


def roles(body):
    return Cast.of(body).roles


def test_a_role_stands_behind_before_or_beside_a_name():
    assert roles("Ana Diaz, the economy minister, left.") == {"Ana Diaz": "economy minister"}
    assert roles("The union leader Ana Diaz left.") == {"Ana Diaz": "union leader"}
    assert roles("Its chief engineer, Ana Diaz, left.") == {"Ana Diaz": "chief engineer"}


def test_a_title_is_a_role_and_mr_is_none():
    assert roles("Governor Ana Diaz met Mr Okafor.") == {"Ana Diaz": "Governor"}


def test_what_stands_in_commas_but_is_no_role_is_left_alone():
    assert roles("Ana Diaz, tired of waiting, left.") == {}


def test_the_holder_of_a_role_is_the_nearest_before():
    body = "Ana Diaz, the minister, left. Tom Reed, a minister, stayed. The minister spoke."
    assert Cast.of(body).holder_of("minister", body.rindex("The")) == "Tom Reed"


def test_an_institution_is_found_by_a_word_of_its_name():
    body = "The Transport Ministry and the Health Ministry met. The ministry spoke."
    cast = Cast.of(body)
    assert cast.institution_before(body.rindex("The"), "ministry") == "Health Ministry"
    assert cast.institution_before(body.rindex("The"), "court") == ""


def test_of_several_people_the_first_of_the_nearest_sentence_is_its_subject():
    body = "Tom Reed left. Mary Diaz met John Lind. She spoke."
    cast = Cast.of(body)
    people = cast.people_before(body.rindex("She"), "f")
    assert cast.subject_of(people).name == "Mary Diaz"


def test_how_many_and_where_from_is_no_role():
    cast = Cast.of("")
    cast.learn("Americans", "Six in 10")
    cast.learn("Voters", "most")
    cast.learn("Ana Diaz", "Verranian")
    assert cast.roles == {}


def test_a_verb_before_a_title_is_no_part_of_the_role():
    assert roles("The court gave President Ana Diaz time.") == {"Ana Diaz": "President"}


def test_a_dateline_is_no_part_of_a_role():
    cast = Cast.of("")
    cast.learn("Ana Diaz", "Madrid (CNN) Verranian president")
    assert cast.roles == {"Ana Diaz": "Verranian president"}
