"""How leads sign in: an invitation is redeemed once, for a session under a name."""

import datetime
import hashlib
import secrets

from bot.store.database import Connection, stamp


def hashed(token: str) -> str:
    """The SHA-256 of a token, which is all that is stored of it."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


class SignIn(Connection):
    """The invitations and the sessions of the log."""

    def add_invitation(self, at: datetime.datetime, *, valid: datetime.timedelta) -> str:
        """Makes an invitation and returns its secret token, which cannot be read again."""
        token = secrets.token_urlsafe()
        with self.transaction():
            self.insert("invitations", {"token": hashed(token), "expires": stamp(at + valid)})
        return token

    def invitation_is_open(self, token: str, at: datetime.datetime) -> bool:
        """Whether an invitation can still be redeemed."""
        found = self.row(
            "SELECT 1 FROM invitations WHERE token = ? AND redeemed IS NULL AND expires > ?",
            (hashed(token), stamp(at)),
        )
        return found is not None

    def redeem(
        self, token: str, name: str, at: datetime.datetime, *, valid: datetime.timedelta
    ) -> str | None:
        """Uses an invitation up and returns the token of a new session, or None if it is not open.

        Raises:
            ValueError: if the name is blank.
        """
        if not name.strip():
            raise ValueError("expected the name of the lead who signs in, not a blank")
        session = secrets.token_urlsafe()
        with self.transaction():
            used = self.run(
                """
                UPDATE invitations SET redeemed = ?
                WHERE token = ? AND redeemed IS NULL AND expires > ?
                """,
                (stamp(at), hashed(token), stamp(at)),
            )
            if used.rowcount == 0:
                return None
            self.run("DELETE FROM sessions WHERE expires <= ?", (stamp(at),))
            self.insert(
                "sessions",
                {"token": hashed(session), "name": name.strip(), "expires": stamp(at + valid)},
            )
        return session

    def reviewer(self, session_token: str, at: datetime.datetime) -> str | None:
        """The name of the lead whose session this is, or None if it is unknown or over."""
        found = self.row(
            "SELECT name FROM sessions WHERE token = ? AND expires > ?",
            (hashed(session_token), stamp(at)),
        )
        return found["name"] if found else None

    def sign_out(self, session_token: str) -> None:
        """Ends a session; an unknown one is not an error."""
        with self.transaction():
            self.run("DELETE FROM sessions WHERE token = ?", (hashed(session_token),))
