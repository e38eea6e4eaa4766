"""Signing the log: on demand, and every minute when something happened."""

import pytest

from registry.proof import newest_checkpoints
from registry.worlds import World, reading
from tests.web.proven_certificates import retired
from web import upkeep
from web.proof.log_keeping import current_checkpoint, keep_up_log
from web.proof.log_keys import world_key
from web.settings import Settings
from web.upkeep import keep_up


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings(testing=True, instance=tmp_path)


def sizes(world: World) -> list[int]:
    with reading(world) as session:
        return [each.size for each in newest_checkpoints(session)]


def test_the_log_is_signed_only_when_something_happened(world, settings):
    for _ in range(2):
        keep_up_log(world, settings)
    first = sizes(world)
    assert len(first) == 1
    retired(world)
    for _ in range(2):
        keep_up_log(world, settings)
    assert len(sizes(world)) == 2
    assert sizes(world)[1:] == first


def test_asking_for_a_checkpoint_makes_the_first(world, settings):
    key = world_key(settings, world.slug)
    made = current_checkpoint(world, key)
    made.check(key.public)
    retired(world)
    assert current_checkpoint(world, key) == made


def test_the_worker_signs_each_world_every_round(world, settings, monkeypatch):
    parents = iter([1, 1, 1, 2])
    monkeypatch.setattr(upkeep.os, "getppid", lambda: next(parents))
    retired(world)
    keep_up(lambda: [world], 0, then=lambda each: keep_up_log(each, settings))
    assert len(sizes(world)) == 1
