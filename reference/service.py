"""The service: its parts, put together.  Each part is an attribute that can be replaced by another."""

import threading

from .exemptions.checking import Exemptions
from .exemptions.declarations import Declarations
from .exemptions.kinds import Kinds
from .inbound.adaptor.bundle import AdaptorReader
from .inbound.adaptor.intake import AdaptorIntake
from .inbound.adaptor.queue import AdaptorQueue
from .inbound.addressing import Addressing
from .inbound.fhir.intake import FhirIntake
from .inbound.fhir.referral import FhirReferral
from .inbound.itk.headers import Headers
from .inbound.itk.intake import Intake
from .inbound.itk.payloads import Payloads
from .inbound.itk3.acknowledge import Itk3Responses
from .inbound.itk3.collector import Collector
from .inbound.itk3.intake import Itk3Intake
from .inbound.itk3.ledger import Itk3Ledger
from .inbound.itk3.referral import Itk3Referral
from .inbound.keyed import KeyedIntake
from .inbound.mail.bounces import Bounces
from .inbound.mail.collector import MailCollector
from .inbound.mail.mailbox import Mailbox
from .inbound.mail.referral import GpMailReferral
from .kit.config import Config
from .kit.store import Store
from .kit.times import clock
from .national.call_log import CallLog
from .national.cks import Cks
from .national.clinical_tracker import ClinicalTracker
from .national.cppe import Cppe
from .national.dos import Dos
from .national.endpoints import Endpoints
from .national.eps_tracker import EpsTracker
from .national.http import Caller
from .national.identity.access import Access
from .national.identity.cis2 import CALLBACK, Cis2
from .national.identity.sessions import Sessions
from .national.identity.tokens import Tokens
from .national.identity.user_tokens import UserTokens
from .national.mesh import Mesh
from .national.mys import Mys
from .national.nhsmail import Nhsmail
from .national.onward_receivers import OnwardReceivers
from .national.pds.service import Pds
from .national.rtec import Rtec
from .national.scr.alert import ScrAlerts
from .national.scr.client import ScrClient
from .national.scr.service import Scr
from .national.smsp.service import SMSP, Smsp
from .outbound.claims.fhir_claim import Claims
from .outbound.claims.submitter import ClaimSubmitter
from .outbound.claims.windows import ClaimWindows
from .outbound.extract.extract import Extract
from .outbound.extract.warehouse import Warehouse
from .outbound.gp.answers import Answers
from .outbound.gp.document import GpDocument
from .outbound.gp.email import GpEmail
from .outbound.gp.message import GpMessage
from .outbound.gp.notifier import Notifier
from .outbound.gp.resources import GpResources
from .outbound.onward.book import OnwardBook
from .outbound.onward.by_fhir import OnwardByFhir
from .outbound.onward.email import OnwardEmail
from .outbound.onward.fhir_message import OnwardFhir
from .outbound.onward.handover import Handover
from .outbound.onward.post import OnwardPost
from .outbound.onward.referrer import Referrer
from .outbound.outbox import Outbox
from .outbound.outbox_screen import OutboxScreen
from .outbound.outbox_timer import OutboxTimer
from .outbound.reports.figures import Figures
from .outbound.reports.month_report import MonthReport
from .outbound.reports.reporter import Reporter
from .patients.patients import PDS, Patients, Source
from .patients.tracing import Tracing
from .pharmacy.directory import Directory
from .pharmacy.links import Links
from .pharmacy.medicines import Medicines
from .pharmacy.one_click import OneClick
from .pharmacy.rights import Rights
from .pharmacy.scr_viewer import OpenRecords, ScrViewer
from .pharmacy.staff import Staff
from .referrals.alerts import Alerts
from .referrals.audit import Audit
from .referrals.register import Referrals
from .screen import Screen
from .supplies.book import SupplyBook
from .supplies.notices import SupplyNotices
from .supplies.rules import SupplyRules
from .switching.export import Export
from .switching.form import RecordForm
from .switching.intake import Intake as RecordsIntake
from .tokens.desk import TokenDesk
from .tokens.need import TokenNeeds
from .tokens.paper import TokenPaper
from .tokens.printer import TokenPrinter


class Service:
    """One CPCS system, serving the pharmacies of its configuration."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.clock = clock
        self.clock.set(None)  # whatever it was in a service of before
        self.stopping = threading.Event()
        seconds = config.timeouts.seconds
        self.caller = Caller(seconds)
        self.store = Store(config.database)
        self.screen = Screen(self.store)
        self.staff = Staff(self.store, Cppe(config.cppe, self.caller))
        self.medicines = Medicines()
        self.links = Links(config.links)
        self.audit = Audit()
        self.alerts = Alerts()
        self.referrals = Referrals(self.store, self.audit, self.alerts)
        self.export, self.records_intake = Export(self.store, RecordForm()), RecordsIntake(self.store)
        self.keyed = KeyedIntake(self.store, self.referrals)
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
        self.call_log = CallLog(self.store)
        self.pds = Pds(config.pds, self.caller, self.access, self.stopping, self.call_log, pds_seconds)
        self.tracing = Tracing(self.store, self.alerts)
        self.smsp = Smsp(config.smsp, self.caller, self.stopping, self.call_log, pds_seconds)
        mini_service: dict[str, Source] = {SMSP: self.smsp} if config.smsp.url else {}
        self.patients = Patients(self.store, {PDS: self.pds, **mini_service}, self.tracing)
        scr_client = ScrClient(config.scr, self.caller, self.access, self.stopping, self.call_log)
        self.scr_viewer = ScrViewer(
            self.store,
            Scr(scr_client),
            ScrAlerts(config.scr.asid, self.sessions),
            self.rights,
            self.call_log,
        )
        self.open_records = OpenRecords()
        self.one_click = OneClick()
        self.dos = Dos(config.dos, self.caller)
        self.endpoints = Endpoints(self.dos, config.profiles.endpoints)
        self.cks = Cks(config.cks, config.profiles.cks, self.caller)
        self.eps_tracker = EpsTracker(config.eps_tracker, seconds)
        self.supplies = SupplyBook(self.store, SupplyRules(), SupplyNotices(self.store, self.eps_tracker))
        self.exemptions = Exemptions(self.store, Rtec(config.rtec, pds_seconds), self.sessions, self.call_log)
        self.declarations = Declarations(self.store, Kinds())
        self.clinical_tracker = ClinicalTracker(
            config.clinical_tracker, self.caller, self.access, self.stopping
        )
        self.directory = Directory(self.store)
        self.mesh = Mesh(config.mesh, seconds)
        self.itk3_intake = Itk3Intake(self.referrals, Itk3Ledger(self.store), Itk3Referral(), Itk3Responses())
        self.token_desk = TokenDesk(config, TokenNeeds(), TokenPaper(), TokenPrinter())
        self.outbox, self.outbox_screen = (
            Outbox(self.store),
            OutboxScreen(self.store, config.profiles.notification),
        )
        self.outbox_timer = OutboxTimer(config.outbox.every_seconds, self.stopping)
        self.answers = Answers(self.store, self.alerts)
        self.collector = Collector(self.store, self.answers, self.mesh, self.itk3_intake)
        nhsmail, onward_book = Nhsmail(config.nhsmail, seconds), OnwardBook(self.store, self.alerts)
        onward_text = OnwardEmail(config.profiles.onward)
        self.referrer = Referrer(
            config,
            self.store,
            self.outbox,
            onward_book,
            OnwardPost(config, self.directory, self.endpoints, nhsmail, onward_text),
            OnwardByFhir(OnwardReceivers(config.onward, self.caller), OnwardFhir(onward_text)),
            Handover(config, self.referrals),
        )
        self.mail_collector = MailCollector(
            Mailbox(config.nhsmail, seconds),
            self.referrals,
            GpMailReferral(),
            self.answers,
            Bounces(onward_book),
        )
        self.fhir_intake = FhirIntake(self.referrals, self.addressing, FhirReferral())
        self.adaptor_queue = AdaptorQueue(
            config.adaptor,
            AdaptorIntake(self.referrals, self.addressing, AdaptorReader()),
            self.stopping,
        )
        self.gp_message = GpMessage(GpDocument(GpResources(self.medicines)))
        self.notifier = Notifier(
            config,
            self.outbox,
            self.answers,
            self.mesh,
            nhsmail,
            self.gp_message,
            GpEmail(),
        )
        mys, claims = Mys(config.mys, self.caller), Claims(self.medicines, config.profiles)
        self.claim_submitter = ClaimSubmitter(config, self.outbox, claims, mys, ClaimWindows())
        self.extract = Extract(config, self.store)
        self.warehouse = Warehouse(config.warehouse, self.outbox, self.extract, self.caller)
        self.reporter = Reporter(self.store, mys, Figures(self.store), MonthReport())

    def redirect_uri(self) -> str:
        """Where CIS2 sends people back to."""
        return self.config.cis2.redirect_uri or f"{self.base}{CALLBACK}"

    def start(self) -> None:
        """Begin what goes on by itself: the adaptor's queue, and trying again what waits to be sent."""
        self.adaptor_queue.start()
        places = tuple(premises.ods for premises in self.config.premises)
        self.outbox_timer.start(self.send_out, places)

    def send_out(self, ods: str) -> None:
        """Send what has to go out at a pharmacy, and what has become due."""
        self.warehouse.put_last_month(ods)
        self.notifier.send_waiting(ods)

    def close(self) -> None:
        """Give up what is held open; nothing is lost when this does not happen."""
        self.stopping.set()
        self.adaptor_queue.wait()
        self.outbox_timer.wait()
        self.caller.close()
        self.exemptions.rtec.close()
        self.store.close()
