"""The whole system, put together once: the service, what people can do with it, and what it answers on the web."""

from starlette.types import ASGIApp

from . import actions
from .actions.shape import Action
from .kit.config import Config
from .service import Service
from .web import application


class App:
    """One CPCS system; each of its three parts can be replaced by another."""

    def __init__(self, config: Config) -> None:
        self.service = Service(config)
        self.actions: dict[str, Action] = actions.all_actions()
        self.web: ASGIApp = application.build(self.service, self.actions)
