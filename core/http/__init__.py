"""How a domain declares its routes; server/ mounts them."""

from core.http.call import Call, Cookie, Key
from core.http.route import RateLimit, Route, delete, get, patch, post, put

__all__ = ["Call", "Cookie", "Key", "RateLimit", "Route", "delete", "get", "patch", "post", "put"]
