"""CommerceML 2: catalogue, offers, documents, counterparties; any namespace, whole documents and bare fragments."""

from .reading import inspect, read
