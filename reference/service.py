"""The service: its parts, put together.  Each part is an attribute that can be replaced by another."""

import threading

from starlette.types import ASGIApp

from . import actions, application
from .access import Access
from .actions.keying import Keyed
from .actions.shape import Action
from .adaptor_bundle import AdaptorReader
from .adaptor_intake import AdaptorIntake
from .adaptor_queue import AdaptorQueue
from .addressing import Addressing
from .alerts import Alerts
from .audit import Audit
from .caller import Caller
from .cis2 import Cis2
from .cis2_endpoint import CALLBACK
from .claim import Claims
from .claiming import ClaimsDesk
from .collecting import Collector
from .config import Config
from .dos import Dos
from .fhir_endpoint import FhirIntake
from .fhir_referral import FhirReferral
from .gp_document import GpDocument
from .gp_email import GpEmail
from .gp_mail_referral import GpMailReferral
from .gp_message import GpMessage
from .gp_resources import GpResources
from .headers import Headers
from .inquiries import Inquiries
from .intake import Intake
from .itk3_acknowledge import Itk3Responses
from .itk3_intake import Itk3Intake
from .itk3_ledger import Itk3Ledger
from .itk3_referral import Itk3Referral
from .links import Links
from .mail_collecting import MailCollector
from .mailbox import Mailbox
from .medicines import Medicines
from .mesh import Mesh
from .mys import Mys
from .nhsmail import Nhsmail
from .notifier import Notifier
from .one_click import OneClick
from .patients import PDS, Patients, Source
from .payloads import Payloads
from .pds import Pds
from .referrals import Referrals
from .rights import Rights
from .scr import Scr
from .scr_alert import ScrAlerts
from .scr_asking import ScrAsking
from .scr_viewer import OpenRecords, ScrViewer
from .screen import Screen
from .sessions import Sessions
from .smsp import SMSP, Smsp
from .staff import Staff
from .store import Store
from .tokens import Tokens
from .tracing import Tracing
from .user_tokens import UserTokens


class Service:
    """One CPCS system, serving the pharmacies of its configuration."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.stopping = threading.Event()
        seconds = config.timeouts.seconds
        self.caller = Caller(seconds)
        self.store = Store(config.database)
        self.screen = Screen(self.store)
        self.staff = Staff(self.store)
        self.medicines = Medicines()
        self.links = Links(config.links)
        self.keyed = Keyed()
        self.audit = Audit()
        self.alerts = Alerts()
        self.referrals = Referrals(self.store, self.audit, self.alerts)
        self.addressing = Addressing(config)
        self.headers = Headers()
        self.payloads = Payloads()
        self.intake = Intake(self.referrals, self.addressing, self.headers, self.payloads)
        self.base = ""
        """The address of this system itself, once it listens."""
        pds_seconds = config.timeouts.pds_seconds
        self.cis2 = Cis2(config.cis2, self.caller)
        self.sessions = Sessions(self.cis2, self.redirect_uri)
        self.tokens = Tokens(config.pds, self.caller, self.stopping, pds_seconds)
        self.user_tokens = UserTokens(self.tokens, self.sessions)
        self.access = Access(self.tokens, self.sessions, self.user_tokens)
        self.rights = Rights()
        self.inquiries = Inquiries(self.store)
        self.pds = Pds(config.pds, self.caller, self.access, self.stopping, self.inquiries, pds_seconds)
        self.tracing = Tracing(self.store, self.alerts)
        self.smsp = Smsp(config.smsp, self.caller, self.stopping, self.inquiries, pds_seconds)
        mini_service: dict[str, Source] = {SMSP: self.smsp} if config.smsp.url else {}
        self.patients = Patients(self.store, {PDS: self.pds, **mini_service}, self.tracing)
        scr_asking = ScrAsking(config.scr, self.caller, self.access, self.stopping, self.inquiries)
        self.scr_viewer = ScrViewer(
            self.store,
            Scr(scr_asking),
            ScrAlerts(config.scr.asid, self.sessions),
            self.rights,
            self.inquiries,
        )
        self.open_records = OpenRecords()
        self.one_click = OneClick()
        self.dos = Dos(config.dos, self.caller)
        self.mesh = Mesh(config.mesh, seconds)
        self.itk3_intake = Itk3Intake(self.referrals, Itk3Ledger(self.store), Itk3Referral(), Itk3Responses())
        self.collector = Collector(self.store, self.mesh, self.itk3_intake)
        self.mail_collector = MailCollector(
            Mailbox(config.nhsmail, seconds), self.referrals, GpMailReferral()
        )
        self.fhir_intake = FhirIntake(self.referrals, self.addressing, FhirReferral())
        self.adaptor_queue = AdaptorQueue(
            config.adaptor,
            AdaptorIntake(self.referrals, self.addressing, AdaptorReader()),
            self.stopping,
        )
        self.gp_message = GpMessage(GpDocument(GpResources(self.medicines)))
        self.notifier = Notifier(
            config, self.store, self.mesh, Nhsmail(config.nhsmail, seconds), self.gp_message, GpEmail()
        )
        self.claims_desk = ClaimsDesk(
            config, self.store, Claims(self.medicines), Mys(config.mys, self.caller)
        )
        self.actions: dict[str, Action] = actions.all_actions()
        self.web: ASGIApp = application.build(self)

    def redirect_uri(self) -> str:
        """Where CIS2 sends people back to."""
        return self.config.cis2.redirect_uri or f"{self.base}{CALLBACK}"

    def close(self) -> None:
        """Give up what is held open; nothing is lost when this does not happen."""
        self.stopping.set()
        self.adaptor_queue.wait()
        self.caller.close()
        self.store.close()
