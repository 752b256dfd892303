"""Files of strangers made anew: only what is seen in them is kept. The work is done in a process of its own."""

from clinic.encounters.attachments.remaking.process import Remaker, busy
from clinic.encounters.attachments.remaking.remade import Refusal, Remade, UnfitError

__all__ = ["Refusal", "Remade", "Remaker", "UnfitError", "busy"]
