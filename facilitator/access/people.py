"""Who is known here: accounts of staff, participants in their chairs, and what lets them in.

A pass is a sign-in (a cookie), a token for programs, or a one-time link.  Only its SHA-256 is
kept, so whoever reads the file cannot sign in.  Everything is written first and then held in
memory, so that what could not be written has not happened; who somebody is never stands in the
record of an exercise, and can be deleted here.
"""

import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from sqlalchemy import insert, update

from facilitator.access.known import (
    ACCOUNTS,
    PARTICIPANTS,
    Account,
    Participant,
    Pass,
    Use,
    adding,
    changing,
    ending,
    row_of,
)
from facilitator.access.passwords import check_password, hash_password, is_password
from facilitator.access.people_file import PeopleFile
from facilitator.screens import Viewer
from facilitator.screens.seen import ViewerKind

PASS_BYTES: Final = 32
"""256 random bits: nobody guesses one."""
LINK_S: Final = 24 * 3600
STAFF_S: Final = 24 * 3600
"""Longer than any exercise day: nobody is signed out in the middle of one."""
PARTICIPANT_S: Final = 7 * 24 * 3600
IDLE_S: Final = 12 * 3600


class NotLetIn(Exception):
    """Says why, without saying what exists."""


class People:
    """Everybody who is known to this installation.  Safe to call from any thread.

    After :meth:`open` you must :meth:`close`.
    """

    def __init__(self, file: PeopleFile, *, now: Callable[[], float] = time.time) -> None:
        self.file = file
        self._now = now
        self._lock = threading.Lock()
        self._used: dict[str, float] = {}
        self._accounts = {one.id: one for one in file.accounts()}
        self._participants = {one.id: one for one in file.participants()}
        self._passes = {one.digest: one for one in file.passes()}

    @classmethod
    def open(cls, path: Path, *, now: Callable[[], float] = time.time) -> "People":
        """Open the file, or make it, readable by its owner only."""
        return cls(PeopleFile.open(path), now=now)

    def close(self) -> None:
        self.file.close()

    # Staff

    def accounts(self) -> tuple[Account, ...]:
        """Everybody on the staff who may still sign in, by name."""
        current = [one for one in self._accounts.values() if not one.ended]
        return tuple(sorted(current, key=lambda one: (one.name, one.id)))

    def reaching(self, exercise: str) -> tuple[tuple[Account, Pass | None], ...]:
        """The staff who reach an exercise or once did, in the order in which they joined."""
        tokens = {one.who: one for one in tuple(self._passes.values()) if one.use == "token"}
        return tuple(
            (account, token)
            for account in tuple(self._accounts.values())
            if (token := tokens.get(account.id)) is None or token.exercise in (None, exercise)
        )

    def account(self, id_: str) -> Account | None:
        """Somebody on the staff, even if they may no longer sign in."""
        return self._accounts.get(id_)

    def make_account(self, *, kind: ViewerKind, name: str) -> Account:
        """Somebody, or a program, joins the staff; nothing lets them in yet."""
        account = Account(id=_new_id("s"), name=name, kind=kind)
        with self._lock:
            self.file.write(insert(ACCOUNTS).values(**row_of(account)))
            self._accounts[account.id] = account
        return account

    def invite(self, *, kind: ViewerKind, name: str) -> str:
        """Make an account, and the one-time link that lets its owner in; the link's secret."""
        return self._let_in("link", self.make_account(kind=kind, name=name).id, LINK_S)

    def account_of_link(self, secret: str) -> Account:
        """Whose link this is, without using it up.

        Raises:
            NotLetIn: It was used, has expired, or never was one.
        """
        self._learn(secret)
        found = self._current(secret, "link")
        account = self._accounts.get(found.who) if found else None
        if account is None or account.ended:
            raise NotLetIn(
                "This link has been used or has expired. Sign in with your name and password, or "
                "ask whoever runs the server for a new link."
            )
        return account

    def use_link(self, secret: str, *, name: str, password: str | None) -> str:
        """Use a link up and sign in; the secret of the cookie.

        Raises:
            NotLetIn: The link lets nobody in.
            WeakPassword: The link is still good.
        """
        account = self.account_of_link(secret)
        hashed = account.password
        if password:
            check_password(password, name=name)
            hashed = hash_password(password)
        with self._lock:
            found = self._current(secret, "link")
            if found is None:
                raise NotLetIn("This link has just been used.")
            changed = replace(account, name=name or account.name, password=hashed)
            secret, made = self._pass("sign-in", account.id, STAFF_S)
            self.file.write(ending(found), changing(changed), adding(made))
            self._passes[found.digest] = replace(found, ended=True)
            self._accounts[account.id] = changed
            self._passes[made.digest] = made
        return secret

    def sign_in(self, name: str, password: str) -> str:
        """Sign staff in; the secret of the cookie.  Takes a tenth of a second.

        Raises:
            NotLetIn: Wrong name or password; which of the two is not said.
        """
        wanted = name.strip().casefold()
        found = [one for one in self.accounts() if one.name.casefold() == wanted and one.password]
        for account in found or [_NOBODY]:
            if is_password(password, account.password or ""):
                return self._let_in("sign-in", account.id, STAFF_S)
        raise NotLetIn("That name and password do not belong together.")

    def change_password(self, account: str, *, old: str, new: str) -> str:
        """Give somebody another password, and end all that let them in; a new sign-in's secret.

        Whoever has none yet, and came by a link, sets their first.  Takes two tenths of a second.

        Raises:
            NotLetIn: *old* is not their password, or it has just been changed.
            WeakPassword: *new* would be guessed; nothing was changed.
        """
        before = self._accounts[account]
        if before.password is not None and not is_password(old, before.password):
            raise NotLetIn("That is not the password you have now.")
        check_password(new, name=before.name)
        changed = replace(before, password=hash_password(new))
        with self._lock:
            if self._accounts[account] != before:
                raise NotLetIn("Your account has just been changed elsewhere. Sign in again.")
            secret, made = self._pass("sign-in", account, STAFF_S)
            over = [one for one in self._passes.values() if one.who == account and not one.ended]
            self.file.write(changing(changed), adding(made), *(ending(one) for one in over))
            self._accounts[account] = changed
            self._passes |= {one.digest: replace(one, ended=True) for one in over}
            self._passes[made.digest] = made
        return secret

    def end_account(self, account: str) -> None:
        """Let somebody in no longer, at once and everywhere."""
        with self._lock:
            changed = replace(self._accounts[account], ended=True)
            self.file.write(changing(changed))
            self._accounts[account] = changed
        self.end_passes_of(account)

    # Participants

    def seat_participant(self, *, exercise: str, seat: str, name: str) -> tuple[Participant, str]:
        """Give somebody a chair; the participant, and the secret of their cookie."""
        participant = Participant(id=_new_id("p"), name=name, exercise=exercise, seat=seat)
        secret, made = self._pass("sign-in", participant.id, PARTICIPANT_S)
        with self._lock:
            self.file.write(insert(PARTICIPANTS).values(**row_of(participant)), adding(made))
            self._participants[participant.id] = participant
            self._passes[made.digest] = made
        return participant, secret

    def change_participant(self, participant: Participant) -> None:
        """Write down that somebody has another seat, or has left."""
        with self._lock:
            where = PARTICIPANTS.c.id == participant.id
            self.file.write(update(PARTICIPANTS).where(where).values(**row_of(participant)))
            self._participants[participant.id] = participant

    def participant(self, id_: str) -> Participant | None:
        return self._participants.get(id_)

    def participants_of(self, exercise: str) -> tuple[Participant, ...]:
        """Those who sit in an exercise now, by id."""
        found = [
            one for one in self._participants.values() if one.exercise == exercise and not one.left
        ]
        return tuple(sorted(found, key=lambda one: one.id))

    # Passes

    def token(self, who: str, *, label: str, exercise: str | None, lasts_s: int) -> str:
        """A token for a program that acts as *who*, in one exercise if that is given."""
        return self._let_in("token", who, lasts_s, label=label, exercise=exercise)

    def tokens(self) -> tuple[Pass, ...]:
        """Tokens that still let programs in."""
        now = self._now()
        found = [
            one
            for one in self._passes.values()
            if one.use == "token" and not one.ended and one.until > now
        ]
        return tuple(sorted(found, key=lambda one: (one.label, one.digest)))

    def viewer(self, secret: str, use: Use = "sign-in") -> Viewer | None:
        """Who is let in by this cookie or token; ``None`` for nobody."""
        found = self._current(secret, use)
        if found is None:
            return None
        now = self._now()
        if use == "sign-in" and now - self._used.get(found.digest, now) > IDLE_S:
            return None
        self._used[found.digest] = now
        return self._viewer_of(found)

    def still(self, secret: str, use: Use = "sign-in") -> Viewer | None:
        """As :meth:`viewer`, for a page that is open already: looking again is not using it."""
        found = self._current(secret, use)
        idle = found and self._now() - self._used.get(found.digest, 0.0) > IDLE_S
        return None if found is None or (use == "sign-in" and idle) else self._viewer_of(found)

    def _viewer_of(self, found: Pass) -> Viewer | None:
        account = self._accounts.get(found.who)
        if account is not None:
            if account.ended:
                return None
            return Viewer(
                kind=account.kind, id=account.id, name=account.name, exercise=found.exercise
            )
        one = self._participants.get(found.who)
        if one is None or one.left:
            return None
        return Viewer(
            kind="participant", id=one.id, name=one.name, exercise=one.exercise, seat=one.seat
        )

    def end_pass(self, secret: str) -> None:
        """Sign out: this cookie or token lets nobody in any more."""
        with self._lock:
            found = self._passes.get(_digest(secret))
            if found is not None:
                self._end(found)

    def end(self, found: Pass) -> None:
        """End one pass."""
        with self._lock:
            self._end(found)

    def end_passes_of(self, who: str) -> None:
        """End every sign-in and token of somebody."""
        with self._lock:
            for found in [one for one in self._passes.values() if one.who == who]:
                self._end(found)

    def _let_in(
        self, use: Use, who: str, lasts_s: int, *, label: str = "", exercise: str | None = None
    ) -> str:
        secret, made = self._pass(use, who, lasts_s, label=label, exercise=exercise)
        with self._lock:
            self.file.write(adding(made))
            self._passes[made.digest] = made
        return secret

    def _pass(
        self, use: Use, who: str, lasts_s: int, *, label: str = "", exercise: str | None = None
    ) -> tuple[str, Pass]:
        """A new secret, and the pass that it is going to be."""
        secret = secrets.token_urlsafe(PASS_BYTES)
        until = int(self._now()) + lasts_s
        digest = _digest(secret)
        made = Pass(digest=digest, use=use, who=who, until=until, label=label, exercise=exercise)
        return secret, made

    def _learn(self, secret: str) -> None:
        """Read a link that `drillroom invite` has written beside the server that runs."""
        digest = _digest(secret)
        if digest in self._passes:
            return
        with self._lock:
            found = self.file.pass_of(digest)
            if found is None:
                return
            made, account = found
            if account is not None:
                self._accounts.setdefault(account.id, account)
            self._passes[digest] = made

    def _current(self, secret: str, use: Use) -> Pass | None:
        found = self._passes.get(_digest(secret))
        if found is None or found.use != use or found.ended or found.until <= self._now():
            return None
        return found

    def _end(self, found: Pass) -> None:
        self.file.write(ending(found))
        self._passes[found.digest] = replace(found, ended=True)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _new_id(prefix: str) -> str:
    return f"{prefix}-{secrets.token_hex(5)}"


# Checked when nobody has the name, so that a wrong name takes as long as a wrong password.
_NOBODY: Final = Account(
    id="",
    name="",
    kind="auditor",
    password="$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHRzb21lc2FsdA$"
    "S0rR6aI8YJ9mX8w1Xz1Xz1Xz1Xz1Xz1Xz1Xz1Xz1Xz0",
)
