"""How a domain declares its routes; server/ mounts them."""

from core.http.call import Call, Cookie, Key
from core.http.file import FileOut
from core.http.route import RateLimit, Route, delete, get, patch, post, put
from core.http.upload import Upload

__all__ = ["Call", "Cookie", "FileOut", "Key", "RateLimit", "Route", "Upload", "delete", "get", "patch", "post", "put"]
