"""The names of our cookies, for routes and pages alike; `web.cookies` sets them."""

PREFIX = "recolte_"
ADMINISTRATOR = "recolte_admin"
FACILITATOR = "recolte_f_"  # and the workshop's id, as for all that end so
COMMITTEE = "recolte_c_"
SCRIBE = "recolte_s_"
TABLE = "recolte_t_"
HOLDER = "recolte_who_"
PHONE = "recolte_p"
LANGUAGE = "recolte_lang"
PERSONS = 6  # who share one device


def phone_cookie(person: int) -> str:
    """The cookie with the token of the first, second … person who shares this device."""
    return PHONE if person == 1 else f"{PHONE}_{person}"
