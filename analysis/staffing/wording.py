"""What the report and the command line say about staff, in German and English."""

from __future__ import annotations

from typing import Final

from ...model.process.text import Text

TITLE = Text("Wie viel Personal? {scenario}", "How many staff? {scenario}")
SUBTITLE = Text("Ziel: {targets}", "target: {targets}")
ANSWER = Text("Antwort", "Answer")

NEEDED = Text(
    "{team}: {needed} VZÄ erreichen das Ziel, das ist höchstens 1 VZÄ für {caseload} Personen "
    "(1:{caseload}). Im Szenario sind es {present} VZÄ (1:{ratio}).",
    "{team}: {needed} FTE meet the target, which is one FTE for at most {caseload} persons "
    "(1:{caseload}). The scenario has {present} FTE (1:{ratio}).",
)
NEEDED_NOTHING = Text(
    "{team}: Das Ziel hängt nicht am Personal, es wird schon mit {needed} VZÄ erreicht.",
    "{team}: the target does not depend on staff, it is met with {needed} FTE already.",
)
UNREACHABLE = Text(
    "{team}: Kein Personal erreicht das Ziel. Selbst wenn nie jemand auf einen freien Termin "
    "wartet, bleibt: {reasons}.",
    "{team}: no staff meets the target. Even if nobody ever waits for a free appointment, there "
    "remains: {reasons}.",
)
REASON = Text("{measure} {value}", "{measure} {value}")
MEANING = Text(
    "So viel Personal hält das gesetzte Ziel und nicht mehr: Die Tabelle „Fristen“ zeigt, was dann "
    "bei den anderen Fristen geschieht. Wer keine Gespräche warten lassen will, braucht {demand} "
    "VZÄ.",
    "This staff keeps the target that was set, and no more: the table of deadlines shows what then "
    "happens to the other deadlines. Who wants no talk to wait needs {demand} FTE.",
)
SURE = Text(
    "{probability} heißt: Von allen simulierten Jahren eines solchen Jobcenters halten mindestens "
    "{probability} das Ziel. Entschieden wird mit {years} Jahren, von denen höchstens {failures} "
    "das Ziel verfehlen darf; so ist die Antwort mit einer Wahrscheinlichkeit von höchstens "
    "{error} zu klein. In {fresh} neuen, davon unabhängigen Jahren: {met}.",
    "{probability} means: of all simulated years of such a Jobcenter, at least {probability} keep "
    "the target. This is decided with {years} years of which at most {failures} may miss it; so "
    "the answer is too small with a probability of at most {error}. In {fresh} fresh, independent "
    "years: {met}.",
)
MET = Text(
    "{team} hielt das Ziel in {share} ({limits})", "{team} kept the target in {share} ({limits})"
)
DOUBT = Text(
    "Achtung: In den neuen Jahren wurde das Ziel seltener gehalten als verlangt ({team}: {share}, "
    "{limits}). Mehr Jahre (--office-years) geben eine sicherere Antwort.",
    "Note: in the fresh years the target was kept less often than asked for ({team}: {share}, "
    "{limits}). More years (--office-years) give a surer answer.",
)

TEAM = Text("Team", "team")
PERSONS = Text("Personen", "persons")
MEAN = Text("Mittel", "mean")
PRESENT = Text("im Szenario", "in the scenario")
WANTED = Text("nötig", "needed")
RATIO = Text("Schlüssel 1:n", "caseload 1:n")
STATUTORY = Text("nach § 44c(4)", "by § 44c(4)")
DEMAND = Text("ohne Warten", "no waiting")
UTILISATION = Text("Auslastung dann", "utilisation then")
FTE = Text("VZÄ", "FTE")
PERSONS_PER_FTE = Text("Personen je VZÄ", "persons per FTE")
CASES_PER_FTE = Text("Fälle je VZÄ", "cases per FTE")

NEEDED_TABLE = Text("Nötiges Personal", "Staff needed")
TARGETS_TABLE = Text("Ziele", "Targets")
TARGET = Text("Ziel", "target")
NOW = Text("im Szenario", "in the scenario")
THEN = Text("mit dem nötigen Personal", "with the staff needed")
FLOOR = Text("ohne Warten", "no waiting")
YEARS_MET = Text("Jahre, die das Ziel halten", "years that keep it")
LIMITS = Text("95-%-Intervall", "95% interval")

DEADLINES = Text("Fristen", "Deadlines")
DEADLINES_TABLE = Text(
    "Wahrscheinlichkeit, dass eine fällige Pflicht versäumt wird",
    "Probability that a due obligation is missed",
)
MEASURE = Text("Pflicht", "obligation")
RULE = Text("Rz", "Rz")
DEADLINES_NOTE = Text(
    "Gezählt werden Pflichten, deren Frist im Zeitraum ablief. Das Intervall behandelt jedes "
    "simulierte Jahr als eine Beobachtung (Quotientenschätzer, Student t), weil Fristen eines "
    "Jobcenters gemeinsam reißen; ist der Anteil überall 0 oder 1, gilt Wilson.",
    "Counted are obligations whose deadline passed in the period. The interval treats each "
    "simulated year as one observation (ratio estimator, Student t), since the deadlines of one "
    "office break together; where the share is 0 or 1 everywhere, it is Wilson's.",
)
CURVE_PICTURE = Text(
    "Wahrscheinlichkeit des Rechtsbruchs und Personal",
    "Probability of legal breach against staff",
)
CURVE_ALTERNATIVE = Text(
    "Je Team eine Kurve für sechs Pflichten: Anteil der versäumten über den Vollzeitäquivalenten.",
    "For each team a curve for six obligations: share missed against full-time equivalents.",
)
CURVE_ENDS = Text(
    "{team}, Fortschreibungen: {most} versäumt bei {few} VZÄ, {least} bei {many} VZÄ.",
    "{team}, updates: {most} missed with {few} FTE, {least} with {many} FTE.",
)
CURVE_TABLE = Text("Kurve in Zahlen", "The curve in numbers")
MONOTONE = Text(
    "Geprüft, nicht vorausgesetzt: Mehr Personal machte in keinem Schritt der Kurve ein Ergebnis "
    "schlechter, als der Zufall erlaubt (Irrtum 1 % über alle {count} Vergleiche).",
    "Checked, not assumed: in no step of the curve did more staff give a worse result than chance "
    "allows (error 1% over all {count} comparisons).",
)
RISE = Text(
    "Mehr Personal, schlechteres Ergebnis: {team}, {measure}: von {better} bei {fewer} VZÄ auf "
    "{worse} bei {more} VZÄ.",
    "More staff, worse result: {team}, {measure}: from {better} with {fewer} FTE to {worse} with "
    "{more} FTE.",
)
RISE_WHY = Text(
    "Das ist möglich: Mit mehr Personal finden auch mehr Routinegespräche statt, und wer gerade zu "
    "einem eingeladen ist, wird nicht zugleich zur Fortschreibung eingeladen.",
    "This can happen: with more staff more routine talks take place, and who is invited to one of "
    "them is not invited to an update at the same time.",
)
REVERSALS = Text(
    "{team}: {count} von {years} Jahren hielten das Ziel mit weniger Personal und verfehlten es "
    "mit mehr; die Suche nimmt an, dass das nicht vorkommt, so dass die Antwort hier um "
    "Hundertstel unsicherer ist.",
    "{team}: {count} of {years} years kept the target with less staff and missed it with more; the "
    "search takes it that this does not happen, so the answer is unsure by hundredths here.",
)

EFFORT = Text("Wohin die Arbeitszeit geht", "Where the working time goes")
EFFORT_ANSWER = Text(
    "Am meisten Zeit nimmt: {task}, {share} der Arbeitszeit ({fte} VZÄ). Alle Aufgaben zusammen "
    "ergeben {total} VZÄ, wenn nichts wartet.",
    "Most time goes to: {task}, {share} of the working time ({fte} FTE). All tasks together make "
    "{total} FTE if nothing waits.",
)
EFFORT_TABLE = Text("Arbeitszeit nach Aufgabe", "Working time by task")
EFFORT_ALTERNATIVE = Text(
    "Balken der Vollzeitäquivalente je Aufgabe, nach Teams gestapelt, die größte Aufgabe oben.",
    "Bars of full-time equivalents by task, the teams stacked, the largest task on top.",
)
TASK = Text("Aufgabe", "task")
EACH = Text("je Stück", "each")
MINUTES = Text("Minuten", "minutes")
COUNT = Text("Anzahl", "number")
PER_YEAR = Text("je Jahr", "per year")
SHARE = Text("Anteil", "share")
SAVED = Text("eine Minute weniger spart", "one minute less saves")

SAVINGS_TABLE = Text(
    "Was eine Minute weniger bewirkt, beim Personal der Probe",
    "What one minute less does, at the staff of the check",
)
SAVINGS_NOTE = Text(
    "Dieselben {years} Jahre wurden mit einer Minute weniger noch einmal simuliert; die Intervalle "
    "gelten für die Differenz. Minuten sind ganze Zahlen, und ein versäumter Termin kostet einen "
    "abgerundeten Teil davon.",
    "The same {years} years were simulated once more with a minute less; the intervals are those "
    "of the difference. Minutes are whole numbers, and a missed appointment costs a part of them, "
    "rounded down.",
)
UPDATES_CHANGE = Text("versäumte Fortschreibungen", "updates missed")
TALKS_CHANGE = Text("verspätete Erstgespräche", "first talks late")
WAIT_CHANGE = Text("Wartezeit", "wait")
DAYS = Text("Tage", "days")

LIMITS_HEADING = Text("Was das Ergebnis nicht sagt", "What the result cannot tell")
LIMITS_LIST: Final = (
    Text(
        "Wie gut das Modell ein einzelnes Jobcenter trifft: Minuten je Aufgabe und der Anteil "
        "versäumter Termine sind Annahmen, weil niemand sie veröffentlicht. Das nötige Personal "
        "wächst fast im gleichen Verhältnis wie die Minuten.",
        "How well the model meets one office: minutes per task and the share of missed "
        "appointments are assumptions, because nobody publishes them. The staff needed grows "
        "nearly in proportion to the minutes.",
    ),
    Text(
        "Nur die Arbeit dieses Ablaufs zählt (im Szenario {minutes} Minuten je VZÄ und Tag); "
        "Vermittlung, Telefon und Besprechungen sind abgezogen.",
        "Only the work of this process counts (in the scenario {minutes} minutes per FTE and day); "
        "placement, telephone and meetings have been taken off.",
    ),
    Text(
        "Im Modell wird Arbeit am Schreibtisch immer am selben Tag getan; nur Gespräche warten. "
        "Prüfungen nach Rz 15.19 und 15.62 reißen hier deshalb auch bei wenig Personal nicht.",
        "In the model desk work is always done on its day; only talks wait. Reviews under Rz 15.19 "
        "and 15.62 are therefore not missed here even with little staff.",
    ),
    Text(
        "Wer zuerst einen Termin bekommt, ist eine Annahme: erst was eine Frist schuldet, dann wer "
        "ein Gespräch versäumt hat, dann Routine. Eine andere Reihenfolge gäbe andere Kurven.",
        "Who gets an appointment first is an assumption: first what a deadline demands, then who "
        "missed a talk, then routine. Another order would give other curves.",
    ),
    Text(
        "Die Planungsrelationen des § 44c(4) SGB II (1:75 und 1:150) meinen alle Aufgaben, nicht "
        "nur diesen Ablauf; sie sind zum Vergleich eingezeichnet.",
        "The planning ratios of § 44c(4) SGB II (1:75 and 1:150) are about all tasks, not only "
        "this process; they are drawn for comparison.",
    ),
)
RUNS = Text("simulierte Jahre", "simulated years")
SEED = Text("Startwert des Zufalls", "seed")
SCENARIO = Text("Szenario", "scenario")
RULE_SET = Text("Regelwerk", "rule set")
PERIOD = Text("beurteilte Monate", "judged months")
PERIOD_VALUE = Text("{months} ab {start}", "{months} from {start}")
VERSION = Text("Version", "version")
