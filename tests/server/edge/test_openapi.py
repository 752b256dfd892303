"""The document that the clients' types are made from."""

from server.edge.openapi import document
from server.routes import ROUTES


def test_no_two_models_share_a_name() -> None:
    """Those that do are told apart by their modules, and so a client's types follow where the server keeps its code."""
    schemas = document(ROUTES, "0")["components"]["schemas"]
    assert [name for name in schemas if "__" in name] == []
