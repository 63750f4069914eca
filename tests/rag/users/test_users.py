"""Users: how they prove who they are, where they are kept, and when they are out."""

import json
import stat

import pytest

from rag.errors import AccessError, NotFoundError, QuestionError, SettingsError
from rag.users import ANYBODY, User, Users, UsersFile, acting_as, current_user
from rag.users.passwords import hashed_key


@pytest.fixture
def file(tmp_path):
    return UsersFile(tmp_path)


def test_users_of_the_settings_have_name_password_and_role(tmp_path):
    users = Users("ana:s3cret:reader, ben:p:w, cy:x:y:editor", tmp_path)
    assert users.with_password("ana", "s3cret") == User("ana", "reader")
    assert users.with_password("ben", "p:w") == User("ben", "editor")
    assert users.with_password("cy", "x:y") == User("cy", "editor")
    assert users.with_password("ana", "s3cret:reader") is None
    assert users.with_password("nobody", "s3cret") is None
    assert users.any()


@pytest.mark.parametrize("configured", ["ana", "ana:", ":x", "a b:x", "ana:x,ana:y", "ana:x,ben"])
def test_what_is_no_user_is_refused_without_its_password(tmp_path, configured):
    with pytest.raises(SettingsError, match="no user") as told:
        Users(configured, tmp_path)
    assert ":x" not in str(told.value)


def test_the_file_holds_neither_passwords_nor_keys(tmp_path, file):
    file.put_user("ana", "reader", "correct horse")
    key, made = file.add_key("ana", "script")
    written = file.path.read_text()
    assert "correct horse" not in written
    assert key not in written
    assert "$argon2id$" in written
    assert made.sha256 == hashed_key(key)
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600


def test_a_user_and_a_key_of_the_file_get_in_until_they_are_removed(tmp_path, file):
    users, ana = Users("", tmp_path), User("ana", "reader")
    assert not users.any()
    file.put_user("ana", "reader", "correct horse")
    key, made = file.add_key("ana", "script")
    other, _ = file.add_key("ana", "other")
    assert users.with_password("ana", "correct horse") == users.with_key(key) == ana
    file.remove_key(made.id)
    assert users.with_key(key) is None
    assert users.with_key(other) == ana
    file.remove_user("ana")
    assert users.with_key(other) is None
    assert users.with_password("ana", "correct horse") is None


def test_when_the_last_user_is_removed_nobody_gets_in(tmp_path, file):
    users = Users("", tmp_path)
    file.put_user("ana", "reader", "correct horse")
    assert users.any()
    file.remove_user("ana")
    assert users.any()


def test_a_key_of_somebody_who_is_no_user_opens_nothing(tmp_path, file):
    key, _ = file.add_key("ghost", "")
    assert Users("ana:x", tmp_path).with_key(key) is None


@pytest.mark.parametrize(
    ("name", "password"), [("", "long enough"), ("a b", "long enough"), ("ana", "short"),
                           ("n" * 65, "long enough"), ("añ", "long enough")],
)  # fmt: skip
def test_a_name_or_password_that_will_not_do_is_refused(file, name, password):
    with pytest.raises(QuestionError):
        file.put_user(name, "reader", password)
    assert not file.path.exists()


def test_a_damaged_file_lets_nobody_in(tmp_path, file):
    file.put_user("ana", "reader", "correct horse")
    users = Users("", tmp_path)
    file.path.write_text(json.dumps({"users": "everybody"}))
    for ask in (users.any, lambda: users.with_password("ana", "correct horse")):
        with pytest.raises(SettingsError, match=r"users\.json"):
            ask()


def test_who_is_not_there_cannot_be_removed(file):
    with pytest.raises(NotFoundError, match="'ana'"):
        file.remove_user("ana")
    with pytest.raises(NotFoundError, match="'f00'"):
        file.remove_key("f00")


def test_a_reader_is_no_editor():
    User("ana", "editor").must_be("editor")
    User("ana", "reader").must_be("reader")
    with pytest.raises(AccessError, match="'ana'"):
        User("ana", "reader").must_be("editor")


def test_without_a_gate_nobody_is_asking():
    with pytest.raises(TypeError):
        current_user()
    with acting_as(ANYBODY):
        assert current_user() is ANYBODY
