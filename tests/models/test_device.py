import os

import pytest

from models import device
from rag.errors import SettingsError


@pytest.fixture
def cgroup(tmp_path, monkeypatch):
    monkeypatch.setattr(device, "_CGROUP", tmp_path)
    return tmp_path


def test_a_quota_of_one_and_a_half_cores_counts_as_two(cgroup, monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    (cgroup / "cpu.max").write_text("150000 100000\n")
    assert device.usable_cores() == 2


def test_without_a_quota_the_affinity_counts(cgroup, monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 3, 5}, raising=False)
    (cgroup / "cpu.max").write_text("max 100000\n")
    assert device.usable_cores() == 3


def test_memory_of_a_container_counts_cached_files_as_free(cgroup, monkeypatch):
    monkeypatch.setattr(device, "_proc_available", lambda: 10_000)
    (cgroup / "memory.max").write_text("1000\n")
    (cgroup / "memory.current").write_text("900\n")
    (cgroup / "memory.stat").write_text("anon 500\ninactive_file 300\n")
    assert device.available_memory() == 400


def test_an_unknown_device_is_named():
    with pytest.raises(SettingsError, match="'abacus'"):
        device.pick_device("abacus")


@pytest.mark.parametrize("name", ["cpu", "cuda", "mps"])
def test_a_named_device_is_taken_as_it_is(name):
    assert device.pick_device(name) == name


def test_a_gpu_is_looked_for_by_its_device_file(tmp_path, monkeypatch):
    monkeypatch.setattr(device.sys, "platform", "linux")
    monkeypatch.setattr(device, "_GPU_PLACES", (str(tmp_path / "nvidiactl"),))
    assert not device.may_have_accelerator()
    (tmp_path / "nvidiactl").touch()
    assert device.may_have_accelerator()


def test_on_other_systems_torch_has_to_be_asked(tmp_path, monkeypatch):
    monkeypatch.setattr(device.sys, "platform", "darwin")
    assert device.may_have_accelerator()
