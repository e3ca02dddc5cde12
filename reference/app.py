"""The whole system, put together once: the service, what people can do with it, and what it answers on the web."""

from starlette.types import ASGIApp

from .actions import all_actions
from .actions.action import Action
from .service import Service
from .web import application


class App:
    """One CPCS system; each of its three parts can be replaced by another."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.actions: dict[str, Action] = all_actions()
        self.web: ASGIApp = application.build(service, self.actions)
