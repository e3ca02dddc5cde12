"""The service: its parts, put together.  Each part is an attribute that can be replaced by another."""

import threading

from starlette.types import ASGIApp

from . import actions, application
from .actions.shape import Action
from .caller import Caller
from .claim import Claims
from .claiming import ClaimsDesk
from .collecting import Collector
from .config import Config
from .dos import Dos
from .gp_document import GpDocument
from .gp_email import GpEmail
from .gp_message import GpMessage
from .gp_resources import GpResources
from .intake import Intake
from .links import Links
from .medicines import Medicines
from .mesh import Mesh
from .mys import Mys
from .nhsmail import Nhsmail
from .notifier import Notifier
from .patients import Patients
from .pds import Pds
from .screen import Screen
from .staff import Staff
from .store import Store
from .tokens import Tokens


class Service:
    """One CPCS system, serving the pharmacies of its configuration."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.stopping = threading.Event()
        seconds = config.timeouts.seconds
        self.caller = Caller(seconds)
        self.store = Store(config.database)
        self.screen = Screen()
        self.staff = Staff(self.store)
        self.medicines = Medicines()
        self.links = Links(config.links)
        self.intake = Intake(config, self.store)
        self.pds = Pds(config.pds, self.caller, Tokens(config.pds, self.caller), self.stopping)
        self.patients = Patients(self.store, self.pds)
        self.dos = Dos(config.dos, self.caller)
        self.mesh = Mesh(config.mesh, seconds)
        self.collector = Collector(self.store, self.mesh)
        self.gp_message = GpMessage(GpDocument(GpResources(self.medicines)))
        self.notifier = Notifier(
            config, self.store, self.mesh, Nhsmail(config.nhsmail, seconds), self.gp_message, GpEmail()
        )
        self.claims_desk = ClaimsDesk(
            config, self.store, Claims(self.medicines), Mys(config.mys, self.caller)
        )
        self.actions: dict[str, Action] = actions.all_actions()
        self.web: ASGIApp = application.build(self)

    def close(self) -> None:
        """Give up what is held open; nothing is lost when this does not happen."""
        self.stopping.set()
        self.caller.close()
        self.store.close()
