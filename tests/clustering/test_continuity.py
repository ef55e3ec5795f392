import pytest

from clustering.continuity import continued


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ([], ["ab"], (None,)),
        (["ab"], [], ()),
        (["ab", "cd"], ["cd", "ab"], (1, 0)),
        (["abcd"], ["ab", "cdx"], (0, None)),
        (["ab", "cd"], ["abcd"], (0,)),
        (["abc", "de"], ["abde", "c"], (1, 0)),
        (["ab"], ["xy", "z"], (None, None)),
    ],
)
def test_each_group_goes_on_with_the_one_it_shares_most_with(old, new, found) -> None:
    assert continued([set(one) for one in old], [set(one) for one in new]) == found
