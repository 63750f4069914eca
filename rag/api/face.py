"""What all routes share: the served desk, its line, jobs and limits, and who is asking.

Built once by `rag.api.app`; routes get it by closure.
"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from rag.api.jobs import Jobs
from rag.api.rates import Rates
from rag.api.served import ServedDesk
from rag.api.streams import Stepper
from rag.users import USER_KEY, User


@dataclass(frozen=True, slots=True)
class Face:
    """See the attributes' own classes."""

    served: ServedDesk
    stepper: Stepper
    watcher: Stepper
    jobs: Jobs
    rates: Rates

    def reader(self, request: Request) -> User:
        """Who asks. For routes that cost little."""
        return user_of(request)

    def asker(self, request: Request) -> User:
        """Who asks, if not too often. Raises BusyError."""
        user = user_of(request)
        self.rates.count(user.name)
        return user

    def editor(self, request: Request) -> User:
        """Who asks, if it is an editor. Raises AccessError."""
        user = user_of(request)
        user.must_be("editor")
        return user


def user_of(request: Request) -> User:
    """The user whom the gate let in; without a gate nobody is."""
    user = request.scope.get(USER_KEY)
    if not isinstance(user, User):
        raise TypeError("a request came past the gate; see rag.api.gate")
    return user
