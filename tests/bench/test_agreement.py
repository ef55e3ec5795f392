import pytest

from bench.agreement import alone, left_over, moves
from bench.peers import folded
from bench.yardstick import sample
from clustering import bundled

pytestmark = pytest.mark.heavy

PROJECTS = ["bus", "bus", "bus", "loyer", "loyer", "cours"]


@pytest.mark.parametrize(
    ("labels", "number"),
    [
        ([2, 2, 2, 0, 0, 1], 0),
        ([2, 2, 0, 0, 0, 1], 1),
        ([0, 0, 0, 0, 0, 0], 3),
        ([0, 0, 1, 1, 1, 1], 2),  # the second group can stand for one project only
        ([0, 1, 2, 3, 4, 5], 3),  # three groups stand for the projects, three cards move
        ([0, 0, 0, -1, -1, -1], 3),
        ([-1, -1, -1, -1, -1, -1], 6),
    ],
)
def test_moves_counts_the_cards_outside_the_project_of_their_group(labels: list[int], number: int) -> None:
    assert moves(labels, PROJECTS) == number


def test_alone_gives_each_idea_left_over_a_group_of_its_own() -> None:
    assert len(set(alone([0, -1, 1, -1, 0]))) == 4
    assert left_over([0, -1, 1, -1]) == 50.0


def test_folded_puts_what_was_left_over_in_the_nearest_group() -> None:
    workshop = sample(bundled()).only(range(6))
    near = int((workshop.rows[5] @ workshop.rows[:5].T).argmax())
    labels = folded(lambda *asked: [0, 1, 2, 3, 4, -1])(workshop, None, 0)
    assert list(labels) == [0, 1, 2, 3, 4, near]
    assert list(folded(lambda *asked: [-1] * 6)(workshop, None, 0)) == [0] * 6
