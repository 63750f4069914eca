"""Jobs beyond what the routes show: what is kept of them, and what an end leaves behind."""

import gc
import weakref
from time import monotonic, sleep

import pytest

from rag.api.jobs import KEPT, Finished, Jobs
from rag.api.journal import Journal


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path / "jobs-7860.json")


def at_once(stop):
    yield Finished({"read": 1})


def until_stopped(stop):
    while not stop.wait(0.01):
        yield {"done": 1}


def over(jobs, job_id, user="ana"):
    ends = monotonic() + 10
    while jobs.look(job_id, user)["finished"] is None:
        assert monotonic() < ends
        sleep(0.01)
    return jobs.look(job_id, user)


def test_an_end_cuts_off_what_runs_and_what_waits(journal):
    jobs = Jobs(journal)
    running, waiting = (jobs.begin("ingest", "ana", until_stopped)["id"] for _ in range(2))
    jobs.close()
    assert [over(jobs, one)["state"] for one in (running, waiting)] == ["interrupted"] * 2


def test_the_next_start_tells_what_was_cut_off_to_who_began_it(journal):
    jobs = Jobs(journal)
    done = jobs.begin("ingest", "ana", at_once)["id"]
    over(jobs, done)
    cut = jobs.begin("ingest", "ana", until_stopped)
    jobs.close()
    for _ in range(2):  # and the one after that
        again = Jobs(journal)
        (told,) = again.all_of("ana")
        assert (told["id"], told["state"], told["created"]) == (
            cut["id"],
            "interrupted",
            cut["created"],
        )
        assert "begin the rest again" in told["error"]["message"]
        assert again.all_of("ben") == []


def test_a_program_that_was_killed_leaves_the_same(journal):
    jobs = Jobs(journal)
    cut = jobs.begin("briefing", "ana", until_stopped)["id"]
    assert [one["id"] for one in Jobs(journal).all_of("ana")] == [cut]  # nothing was closed
    jobs.close()


def test_a_damaged_journal_is_no_reason_not_to_start(journal):
    journal._path.write_text('[{"id": 1}]')
    assert Jobs(journal).all_of("ana") == []


def test_a_disk_that_cannot_be_written_stops_no_job(tmp_path):
    jobs = Jobs(Journal(tmp_path / "nowhere" / "jobs.json"))
    assert over(jobs, jobs.begin("ingest", "ana", at_once)["id"])["state"] == "done"


def test_a_server_whose_port_changes_notes_nothing(tmp_path):
    assert Journal.of(tmp_path, 0) is None


def test_a_job_that_is_over_lets_go_of_its_work():
    class Work:
        def __call__(self, stop):
            yield Finished({})

    work = Work()
    seen = weakref.ref(work)
    jobs = Jobs()
    job = jobs.begin("ingest", "ana", work)["id"]
    del work
    over(jobs, job)
    ends = monotonic() + 10
    while seen() is not None:  # the thread that did it still holds it for a moment
        assert monotonic() < ends
        gc.collect()
        sleep(0.01)


def test_each_lane_keeps_its_newest_jobs(monkeypatch):
    monkeypatch.setitem(KEPT, "writing", 2)
    jobs = Jobs()
    ingest = jobs.begin("ingest", "ana", at_once)["id"]
    over(jobs, ingest)
    written = []
    for _ in range(3):
        written.append(jobs.begin("briefing", "ana", at_once)["id"])
        over(jobs, written[-1])
    assert [one["id"] for one in jobs.all_of("ana")] == [*reversed(written[1:]), ingest]
