"""What ``koopsim case`` says, in German and English."""

from __future__ import annotations

from ..model.process.text import Text

FACTS = Text("Was gilt für die Person?", "What is true of the person?")
NOT = Text("nicht: ", "not: ")
WHICH = Text("Nummern oder Namen, leer: keine davon> ", "numbers or names, empty: none of these> ")
START = Text("Beginn [{0}]> ", "start [{0}]> ")
DAY = Text("Tag [{0}; +14; JJJJ-MM-TT]> ", "day [{0}; +14; YYYY-MM-DD]> ")
EVENT = Text("Ereignis oder Befehl> ", "event or command> ")
YES_NO = {False: Text("[j/N]> ", "[y/N]> "), True: Text("[J/n]> ", "[Y/n]> ")}
STATE = Text("Stand am {0}", "State on {0}")
DEADLINES = Text("Laufende Fristen", "Running deadlines")
NO_DEADLINES = Text("Es läuft keine Frist.", "No deadline is running.")
DUE = Text("{title}: bis {day}", "{title}: by {day}")
OVERDUE = Text("{title}: überfällig seit {day}", "{title}: overdue since {day}")
POSSIBLE = Text("Was geschehen kann", "What can happen")
NOTHING_POSSIBLE = Text(
    "Der Fall ist beendet; möglich sind story, undo und quit.",
    "The case has ended; story, undo and quit are left.",
)
NO_ACTS = Text("keine Handlung", "no act")
RULES = Text("Regeln", "rules")
PASSED = Text("Bis {0} ist nichts von selbst geschehen.", "Until {0} nothing happened by itself.")
REFUSED = Text("Abgelehnt: {0}", "Refused: {0}")
UNDONE = Text("Zurückgenommen: {0}", "Undone: {0}")
TIME_PASSED = Text("Zeit bis {0}", "time until {0}")
NOTHING_TO_UNDO = Text("Es gibt nichts zurückzunehmen.", "There is nothing to undo.")
STORY = Text("Der Fall bis hierher", "The case so far")
UNKNOWN = Text(
    "{0}: weder Nummer noch Ereignis noch Befehl; help erklärt sie.",
    "{0}: neither a number nor an event nor a command; help explains them.",
)
NO_PERSON = Text(
    "koopsim erklärt den Ablauf; es entscheidet über niemanden.",
    "koopsim explains the process; it decides no person's case.",
)
HELP = Text(
    """\
NUMMER oder EREIGNIS   lässt es geschehen; Tag und Umstände werden erfragt
EREIGNIS TAG UMSTÄNDE  dasselbe in einer Zeile: talk_missed +14 important_reason
                       (Umstand=no verneint; Tag: leer, +14 oder 2024-05-01)
time TAG               lässt Zeit vergehen: time 2024-05-01, time +30
story                  erzählt den Fall bis hierher
due                    nennt die laufenden Fristen
undo                   nimmt den letzten Schritt zurück
help                   diese Hilfe
quit                   beendet""",
    """\
NUMBER or EVENT     lets it happen; asks for the day and the circumstances
EVENT DAY FACTS     the same in one line: talk_missed +14 important_reason
                    (fact=no denies it; day: empty, +14 or 2024-05-01)
time DAY            lets time pass: time 2024-05-01, time +30
story               tells the case so far
due                 names the running deadlines
undo                takes the last step back
help                this help
quit                ends""",
)
