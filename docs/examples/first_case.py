"""Drive one case by hand and tell its story in both languages."""

from datetime import date

from koopsim.model import Case, EventRefused, PersonFacts

case = Case(PersonFacts(minor=True, under_25=True), "2023-07-01")
case.step("enter", on=date(2024, 3, 1))
case.step("invitation_sent", on=date(2024, 3, 4))
case.step("talk_missed", on=date(2024, 3, 18))
case.step("invitation_sent", on=date(2024, 3, 20))
try:
    case.step("plan_agreed", on=date(2024, 3, 21))
except EventRefused as refused:
    print("refused:", refused)
print(case.explain("en"))
print(case.explain("de"))
print("due:", {name: str(day) for name, day in case.due().items()})
