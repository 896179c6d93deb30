"""Who is let in to an exercise, and what was taken away of it: for the auditor's page."""

import time

from facilitator.access import Account, People
from facilitator.access.known import Pass
from facilitator.screens.seen import Access, LetIn, TakenAway
from facilitator.web.site import Site


def access_of(site: Site, exercise: str) -> Access:
    """As people and the security log say it now.  Reads the log: not for the event loop."""
    people = site.hall.people
    ended = {one["where"]: one["at"] for one in site.log.lines("access ended", "token ended")}
    return Access(
        staff=tuple(
            _let_in(account, token, ended.get(f"/accounts/{account.id}"))
            for account, token in people.reaching(exercise)
        ),
        taken=tuple(
            TakenAway(
                at=one["at"],
                id=one["who"],
                who=_named(people, one["who"]),
                what=one["why"] or "record",
            )
            for one in site.log.lines("exported")
            if one["where"] == exercise
        ),
    )


def _named(people: People, who: str) -> str:
    """Staff by name; of whoever plays the name is sealed, and is not told here either."""
    account = people.account(who)
    return account.name if account is not None else "somebody who plays"


def _let_in(account: Account, token: Pass | None, ended: int | None) -> LetIn:
    until = token.until * 1000 if token and not token.ended else None
    over = account.ended or (token is not None and (token.ended or token.until <= time.time()))
    return LetIn(
        id=account.id,
        name=account.name,
        kind=account.kind,
        program=token is not None,
        over=over,
        ended=ended or until,
    )
