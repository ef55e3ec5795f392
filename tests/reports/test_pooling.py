"""Small kinds are said together, and the reader cannot tell them apart by elimination (R-50)."""

from hypothesis import given
from hypothesis import strategies as st

from reports.pooling import Pool, pool_name, pooled
from sample_sessions.winter import FRAMING


def test_pooled_puts_the_small_kinds_of_the_sample_together():
    heads = {"student": 14, "education": 13, "organisation": 10, "employer": 6, "citizen": 4, "research": 4}
    *alone, last = pooled(heads)
    assert [(pool.kinds, pool.heads) for pool in alone] == [
        (("student",), 14),
        (("education",), 13),
        (("organisation",), 10),
        (("employer",), 6),
    ]
    assert last == Pool(("citizen", "research"), 8, together=True)


def test_pooled_takes_the_next_kind_when_a_small_one_would_stand_alone():
    assert pooled({"student": 12, "employer": 6, "research": 1}) == (
        Pool(("student",), 12, together=False),
        Pool(("employer", "research"), 7, together=True),
    )


def test_pooled_says_nothing_of_empty_kinds_beside_a_pool():
    assert pooled({"student": 9, "employer": 7, "citizen": 0, "research": 2, None: 2}) == (
        Pool(("student",), 9, together=False),
        Pool(("employer", "research", None), 11, together=True),
    )


def test_pooled_shows_an_empty_kind_when_nothing_is_hidden():
    assert [pool.kinds for pool in pooled({"student": 9, "employer": 0})] == [("student",), ("employer",)]


@given(st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 12)))
def test_pooled_loses_nobody_and_shows_no_small_kind(heads):
    pools = pooled(heads)
    assert sum(pool.heads for pool in pools) == sum(heads.values())
    assert all(pool.together or pool.heads >= 5 or pool.heads == 0 for pool in pools)
    together = [pool for pool in pools if pool.together]
    others = [pool for pool in pools if not pool.together]
    assert all(pool.heads >= 5 or not others for pool in together)
    assert all(len(pool.kinds) > 1 or not others for pool in together)


def test_pool_name_never_lists_the_kinds():
    pool = Pool(("school", "shop"), 7, together=True)
    assert pool_name(pool, FRAMING, "fr") == "Autres catégories, regroupées"
    assert pool_name(Pool(("school",), 7, together=False), FRAMING, "en") == "School community"
    assert pool_name(Pool((None,), 7, together=False), FRAMING, "fr") == "Je préfère ne pas dire"
