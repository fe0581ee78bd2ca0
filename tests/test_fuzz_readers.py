"""Damaged files are read or refused: a few for each reader; `make fuzz` tries many more."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.fuzz_readers import KINDS, LONGEST_SECONDS, MIB, TARGETS, Mutation, check, damage
from transforms.reading.formats import CONTAINERS, READERS

MUTATIONS = st.lists(
    st.builds(
        Mutation,
        st.sampled_from(KINDS),
        st.floats(0, 1),
        st.integers(0, 200),
        st.integers(0, 999),
        st.integers(1, 2000),
    ),
    max_size=5,
)
SMALL = 64 * 1024


def run(name: str, seed: int, mutations: list[Mutation], most_bytes: int) -> None:
    target = TARGETS[name]
    data = damage(target, target.format.seeds[seed % len(target.format.seeds)], mutations, most_bytes)
    start = time.process_time()
    check(target, data)
    assert time.process_time() - start < LONGEST_SECONDS


@pytest.mark.parametrize("name", TARGETS)
def test_damaged_files_are_read_or_refused(name: str) -> None:
    @settings(
        deadline=None, max_examples=60, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(st.integers(0, 40), MUTATIONS)
    @example(0, [])
    def read(seed: int, mutations: list[Mutation]) -> None:
        run(name, seed, mutations, SMALL)

    read()


def test_no_reader_is_left_out() -> None:
    assert {*READERS, *CONTAINERS, "any"} == set(TARGETS)


@pytest.mark.parametrize("name", TARGETS)
def test_every_seed_is_valid(name: str) -> None:
    target = TARGETS[name]
    for seed in target.format.seeds:
        assert target.run(seed.pack(seed.data)) is not None


@pytest.mark.parametrize("name", TARGETS)
def test_a_megabyte_of_one_thing_takes_bounded_time(name: str) -> None:
    for number in (0, 7):
        run(name, number, [Mutation("repeat", 0.5, 9, 0, MIB), Mutation("repeat token", 0.9, 0, number, 99)], MIB)
