"""Properties: a MAY is a choice. Each way that a rule leaves open is taken by some case."""

from __future__ import annotations

from .formula import emits, event, fact, is_in, was_in
from .register import possible

possible(
    "facts_taken_over",
    ("15.11", "15.73"),
    "Bekannte Tatsachen werden nicht erneut festgestellt.",
    "Known facts are not established again.",
    step=emits("analysis", shortened=True),
)
possible(
    "facts_established_again",
    ("15.11", "15.73"),
    "Bekannte Tatsachen werden bei Anhaltspunkten für Veränderungen erneut festgestellt.",
    "Known facts are established again when there are signs of change.",
    step=emits("analysis", shortened=False) & fact("facts_established"),
)
possible(
    "plan_waived",
    ("15.18",),
    "Auf den Plan wird verzichtet.",
    "The plan is waived.",
    step=emits("waiver_documented"),
)
possible(
    "plan_despite_waiver_ground",
    ("15.18",),
    "Trotz eines Grundes für den Verzicht entsteht ein Plan.",
    "A plan is made although it might be waived.",
    step=emits("plan_issued", version="new") & fact("integrated_to_capacity"),
)
possible(
    "plan_during_suspension",
    ("15.19",),
    "Trotz eines § 10-Tatbestands entsteht ein Plan.",
    "A plan is made in spite of a § 10 ground.",
    step=emits("plan_issued", version="new") & was_in("suspended"),
)
possible(
    "no_plan_during_suspension",
    ("15.19",),
    "Der § 10-Tatbestand endet, ohne dass ein Plan entstand.",
    "The § 10 ground ends without a plan.",
    step=event("ground_ends") & was_in("suspended_without_plan", "suspended_before_talk"),
)
possible(
    "offer_apart_from_plan",
    ("15.26", "15.35"),
    "Ein Angebot wird getrennt vom Plan unterbreitet.",
    "An offer is made apart from the plan.",
    step=emits("offer", apart_from_plan=True, notice=False),
)
possible(
    "community_services_in_plan",
    ("15.44",),
    "Leistungen für die Bedarfsgemeinschaft stehen im Plan.",
    "Services for the benefit community are in the plan.",
    step=emits("plan_issued") & emits("officer_informed"),
)
possible(
    "no_community_services_in_plan",
    ("15.44",),
    "Ein Plan kommt ohne Leistungen für die Bedarfsgemeinschaft aus.",
    "A plan holds no services for the benefit community.",
    step=emits("plan_issued") & ~emits("officer_informed"),
)
possible(
    "follow_up_without_notice",
    ("15.48",),
    "Zu Folgegesprächen wird ohne RFB eingeladen.",
    "Follow-up invitations go out without RFB.",
    step=emits("invitation", to="follow_up", notice=False),
)
possible(
    "follow_up_with_notice",
    ("15.48", "15.50"),
    "Zu Folgegesprächen wird mit RFB eingeladen.",
    "Follow-up invitations go out with RFB.",
    step=emits("invitation", to="follow_up", notice=True),
)
possible(
    "reporting_date_under_trust",
    ("15.49",),
    "Im Vertrauen wird zu einem Meldetermin mit RFB eingeladen.",
    "Under trust there is an invitation to a reporting date with RFB.",
    step=emits("invitation", to="reporting", notice=True) & is_in("trust"),
)
possible(
    "measure_demanded_with_notice",
    ("15.60",),
    "Nach gescheiterter Intervention ergeht eine Aufforderung zur laufenden Maßnahme.",
    "After a failed intervention a demand for the running measure is issued.",
    step=emits("demand", basis="running_measure"),
)
possible(
    "measure_ends_without_demand",
    ("15.60",),
    "Nach der Intervention endet die Maßnahme ohne Aufforderung.",
    "After the intervention the measure ends without a demand.",
    step=event("measure_ended") & was_in("early_intervention"),
)
possible(
    "plan_kept_unchanged",
    ("15.67",),
    "Der Plan wird unverändert bestätigt.",
    "The plan is kept unchanged.",
    step=emits("plan_confirmed_unchanged"),
)
possible(
    "plan_updated",
    ("15.67", "15.65"),
    "Der Plan wird fortgeschrieben.",
    "The plan is updated.",
    step=emits("plan_issued", version="update"),
)
possible(
    "conciliation_over_creation_demanded",
    ("15.16",),
    "Eine Schlichtung über die Erstellung wird verlangt.",
    "Conciliation over creation is demanded.",
    step=emits("conciliation_opened", over="creation"),
)
possible(
    "conciliation_over_update_demanded",
    ("15.68",),
    "Eine Schlichtung über die Fortschreibung wird verlangt.",
    "Conciliation over an update is demanded.",
    step=emits("conciliation_opened", over="update"),
)
possible(
    "dispute_without_conciliation",
    ("15.16", "15.63"),
    "Niemand verlangt die Schlichtung; es bleibt bei keiner Einigung.",
    "Nobody demands conciliation; there is no agreement.",
    step=event("creation_disagreement") & is_in("not_agreed"),
)
possible(
    "demand_after_failed_agreement",
    ("15.63",),
    "Ohne Einigung ergeht eine Aufforderung mit RFB.",
    "Without agreement a demand with RFB is issued.",
    step=emits("demand", basis="no_plan"),
)
possible(
    "hardship_prevents_reduction",
    ("§ 31a(3) SGB II",),
    "Eine außergewöhnliche Härte verhindert die Minderung.",
    "Exceptional hardship prevents a reduction.",
    step=emits("hearing_closed") & fact("exceptional_hardship"),
)
possible(
    "reduction_lifted_early",
    ("§ 31a(1) S. 6 SGB II",),
    "Eine Minderung wird aufgehoben.",
    "A reduction is lifted.",
    step=emits("reduction_lifted"),
)
