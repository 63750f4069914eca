from rag.statements.kept import KeptStatements
from tests.fake_store import FakeStore
from tests.fakes import FakeReader, make_article

FERRY = make_article("Ana said: the door leaked.", title="Ferry")
MILL = make_article("Ben said: the mill will close.", title="Mill")


def test_an_article_is_read_once():
    reader, store = FakeReader(), FakeStore([FERRY])
    kept = KeptStatements(store, reader)
    assert kept.statements(FERRY) == kept.statements(FERRY)
    assert reader.read_articles == [FERRY.id]


def test_a_better_reader_reads_it_anew():
    store = FakeStore([FERRY])
    KeptStatements(store, FakeReader("1")).statements(FERRY)
    better = FakeReader("2")
    KeptStatements(store, better).statements(FERRY)
    assert better.read_articles == [FERRY.id]


def test_reading_many_tells_how_far_it_is_and_leaves_each_stored():
    reader, store = FakeReader(), FakeStore([FERRY, MILL])
    events = KeptStatements(store, reader).read_all([FERRY.id, MILL.id])
    assert next(events).done == 1
    assert store.statements(FERRY, reader.version) is not None
    assert store.statements(MILL, reader.version) is None
    assert [(event.done, event.total) for event in events] == [(2, 2)]
