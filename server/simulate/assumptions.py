"""What the simulated year takes for granted. Pure.

All numbers are made up, so that a demonstration, a test and a benchmark have something to show. They are no finding
about any city, service or illness, and nothing may be concluded from a figure that rests on them.
"""

from datetime import timedelta

NEVER_USES = 0.2
"""The share of those who register and never ask anything."""

WITHOUT_CONSENT = 0.3
"""Of these, the share who did not agree to the handling of health information."""

AFTER_CHECKUP = 0.6
"""The share who register in the week after one of the municipality's check-ups; the others on any day."""

CHECKUP_WEEKDAY = 2
CHECKUP_WEEKS = (1, 3)
"""The check-ups are on the first and the third Wednesday of a month."""

EARLY = 3.0
"""How many times likelier a registration is on the first day of the year than on its last: the service is new then."""

STAGES = (("pregnant", 0.33), ("infant", 0.42), ("child", 0.17), ("family", 0.08))
"""Who registers: pregnant, with a child under one, with an older one, or somebody close to them."""

SECOND_CHILD = 0.3
DISTRICT_NAMED = 0.9
ENGLISH = 0.06
TELEPHONE = 0.85
CONTACTS_A_MONTH = (1.0, 8.0)
"""The least and the most consultations that a person asks for in thirty days; most lie nearer to the least."""

SERVICES = {
    "pregnant": (("midwife", 0.6), ("obstetrician", 0.4)),
    "infant": (("midwife", 0.6), ("paediatrician", 0.35), ("obstetrician", 0.05)),
    "child": (("midwife", 0.35), ("paediatrician", 0.65)),
    "family": (("midwife", 0.7), ("paediatrician", 0.3)),
}
"""Which services people of a stage ask for."""

MODALITIES = (("text", 0.45), ("video", 0.35), ("voice", 0.2))
HOURS = ((10, 0.25), (14, 0.25), (17, 0.1), (21, 0.3), (2, 0.1))
"""Around which hours of the day people wish to talk, give or take two."""

LEAD_DAYS = (0.1, 5.0)
RESCHEDULED = 0.04
CANCELLED = 0.07
NO_SHOW = 0.06
LATE = 0.1
KEPT_WAITING = 0.08
"""The share of those who came in time and wait for over ten minutes all the same."""

HIGH_DISTRESS = 0.25
"""The share whose distress is high when they register."""

DISTRESS = {"low": (3.0, 2.0), "high": (15.5, 3.5)}
"""Mean and spread of the latent distress, which a PHQ-9 total follows give or take two."""

DISTRESSED = 9.0
"""From which distress on a person may seek counselling."""

SEEKS_COUNSELLING = 0.85
SEEKS_AFTER_DAYS = (3.0, 40.0)
COURSE_SESSIONS = 3
COURSE_MODALITIES = (("video", 0.5), ("voice", 0.3), ("text", 0.2))
FIRST_WAIT_DAYS = (1.0, 6.0)
SESSION_DAYS = (13.0, 21.0)
EASED_BY_SESSION = (0.5, 0.85)
"""What is left of the distress after a session."""

DROPS_OUT = 0.15
"""Of those who are to come again, the share who do not."""

NEVER_CLOSED = 0.2
"""Of the courses that people dropped out of, the share that nobody closes within the year."""

OUTCOMES = (("completed", 0.85), ("referred", 0.1), ("moved", 0.05))
ANSWERS_START = 0.92
ANSWERS_END = {"completed": 0.85, "referred": 0.7, "moved": 0.5, "dropped_out": 0.35}
SKIPS = 0.3
"""Of those who do not answer a form, the share who say so by skipping it; the others leave it."""

ANSWERS_BEFORE = 0.6
"""The share of the questionnaires before a midwife's consultation that are answered."""

ANSWERS_SURVEY = 0.5
CONTENTMENT = (6.0, 2.0)
"""The beta distribution of how content people are, from 0 to 1."""

ITEM_9 = ((16, 0.3), (10, 0.1), (0, 0.005))
"""From which distress on, the chance that the ninth item is answered with more than "not at all"."""

URGENT_CALLS = ((10, 0.25), (0, 0.01))
"""From which distress on, the chance that a person calls for help once, at night, within the year."""

FLAG_TAKEN_AFTER = (timedelta(minutes=1), timedelta(minutes=12))
FLAG_ASSESSED_AFTER = (timedelta(minutes=8), timedelta(minutes=40))
CALL_ANSWERED_AFTER = (timedelta(seconds=30), timedelta(minutes=5))
NOTE_SIGNED_AFTER = (timedelta(minutes=4), timedelta(hours=2))
COSIGNED_AFTER = (timedelta(hours=4), timedelta(hours=60))

TAIL = timedelta(days=7)
"""What began within the year comes to its end within so long after it; nothing new begins then."""
