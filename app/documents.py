"""Every kind of document that is stored."""

from app.catalog.plugin import Plugin
from app.catalog.sync import Sync
from app.catalog.version import PluginVersion
from app.execution.execution import Execution
from app.execution.provider_result import ProviderResult
from app.host.kept_database import KeptDatabase
from app.host.stored_value import StoredValue
from app.journal.entry import Entry
from app.network.request import NetworkRequest
from app.ontology.connection import Connection
from app.ontology.event import Event
from app.ontology.group import Group
from app.ontology.knowledge import Knowledge
from app.ontology.person import Person
from app.ontology.thing import Thing
from app.persisted.operation import PersistedOperation
from app.plugins.install import Install
from app.plugins.instance import PluginInstance
from app.rates.counter import Counter
from app.residence.residence import Residence
from app.secrets.data_key import DataKey
from app.secrets.stored_secret import StoredSecret
from app.security.isolation_report import IsolationReport
from app.uploads.publisher import Publisher

DOCUMENTS = (
    Group,
    Person,
    Thing,
    Plugin,
    PluginInstance,
    Connection,
    Event,
    Knowledge,
    PluginVersion,
    Install,
    Execution,
    Sync,
    Entry,
    Counter,
    PersistedOperation,
    DataKey,
    StoredSecret,
    StoredValue,
    KeptDatabase,
    NetworkRequest,
    IsolationReport,
    Publisher,
    Residence,
    ProviderResult,
)
