"""The names of the codes that a report prints: pillars, layers, sectors, channels, states; translated when shown."""

from typing import Final

from exercise_studio.language import N_

PILLARS: Final = {
    "P1": N_("Strengthening the incident response structure"),
    "P2": N_("Safety standards: development and adoption"),
    "P3": N_("Strengthening information sharing"),
    "P4": N_("Using risk management"),
    "P5": N_("Strengthening the basis of protection"),
}
PILLARS_SHORT: Final = {
    "P1": N_("P1 Response structure"),
    "P2": N_("P2 Safety standards"),
    "P3": N_("P3 Information sharing"),
    "P4": N_("P4 Risk management"),
    "P5": N_("P5 Basis of protection"),
}
LAYERS: Final = {
    "EXEC": N_("Executives"),
    "CISO": N_("CISO"),
    "SM": N_("Strategic management"),
    "SYS": N_("Systems and CSIRT"),
    "OT": N_("OT and plant"),
    "BIZ": N_("Business and operations"),
    "PR": N_("Public relations"),
    "LEGAL": N_("Legal"),
    "AUDIT": N_("Audit"),
    "SUPPLIER": N_("Contractors and suppliers"),
}
SECTORS: Final = {
    "ict": N_("Information and communications"),
    "finance": N_("Finance"),
    "aviation": N_("Aviation"),
    "airport": N_("Airports"),
    "railway": N_("Railways"),
    "power": N_("Electric power"),
    "gas": N_("Gas"),
    "government": N_("Government and administration"),
    "medical": N_("Medical services"),
    "water": N_("Water supply"),
    "logistics": N_("Logistics"),
    "chemical": N_("Chemical industry"),
    "credit": N_("Credit cards"),
    "oil": N_("Petroleum"),
    "port": N_("Ports and harbours"),
}
CHANNELS: Final = {
    "mail": N_("Mail"),
    "phone": N_("Phone"),
    "notice": N_("Notice"),
    "news": N_("News"),
    "post": N_("Social media"),
    "chat": N_("Chat"),
    "form": N_("Form"),
    "alert": N_("Alert"),
    "in_person": N_("In person"),
    "document": N_("Written document"),
}
THREATS: Final = {
    "cyber_attack": N_("cyber attack"),
    "natural_disaster": N_("natural disaster"),
    "mismanagement": N_("faulty management or operation"),
}
SYSTEMS: Final = {"it": "IT", "ot": "OT", "iot": "IoT", "none": "－"}
FORMS: Final = {
    "own_workplace": N_("Tabletop, each at the own workplace"),
    "gathered": N_("Tabletop, in one place"),
    "online": N_("Tabletop, online"),
}
DIFFICULTY: Final = {
    "introductory": N_("introductory"),
    "standard": N_("standard"),
    "advanced": N_("advanced"),
}
INJECT_STATES: Final = {
    "pending": N_("Not given"),
    "held": N_("Held back"),
    "fired": N_("Given"),
    "recalled": N_("Recalled"),
    "skipped": N_("Skipped"),
}
INJECT_KINDS: Final = {
    "normal": N_("normal"),
    "contingency": N_("contingency"),
    "information": N_("information for controllers"),
}
GRADES: Final = {"high": N_("High"), "middle": N_("Medium"), "low": N_("Low")}
ACTION_STATES: Final = {
    "planned": N_("Planned"),
    "doing": N_("In progress"),
    "done": N_("Done"),
    "confirmed": N_("Confirmed"),
    "dropped": N_("Dropped"),
}
STANDARD_KINDS: Final = {
    "mandatory": N_("Mandatory standards"),
    "recommended": N_("Recommended standards and guidelines"),
    "industry": N_("Industry standards and guidelines"),
    "internal": N_("Internal rules"),
}
PLANS: Final = {
    "contingency": N_("Contingency plan"),
    "bcp": N_("Business continuity plan (BCP)"),
    "it_bcp": N_("IT business continuity plan (IT-BCP)"),
}
VERDICTS: Final = {
    "on_time": N_("On time"),
    "late": N_("Late"),
    "never": N_("No record"),
    "no_target": N_("No target"),
}
STARTS: Final = {
    "inject": N_("inject"),
    "detection": N_("first sign"),
    "declaration": N_("activation of a plan"),
    "endex": N_("end of the exercise"),
}
ROLES: Final = {"player": N_("Player"), "observer": N_("Observer"), "facilitator": N_("Facilitator")}
MEANS: Final = {
    "mail": CHANNELS["mail"],
    "phone": CHANNELS["phone"],
    "chat": CHANNELS["chat"],
    "form": CHANNELS["form"],
}
LEVELS: Final = {4: N_("Done well"), 3: N_("Mostly"), 2: N_("Partly"), 1: N_("Not done")}
GLYPHS: Final = {4: "◎", 3: "○", 2: "△", 1: "×"}
NOT_OBSERVED_GLYPH: Final = "－"
EXTENTS: Final = {"done": N_("done"), "partly": N_("partly"), "missed": N_("not done")}
BASES: Final = {"fact": N_("Fact"), "view": N_("Observers' view"), "estimate": N_("Estimate")}
CATEGORIES: Final = {
    "supplier": N_("Supplier or contractor"),
    "customer": N_("Customer"),
    "press": N_("Press"),
    "ministry": N_("Ministry"),
    "national_office": N_("National office"),
    "ceptoar_secretariat": N_("CEPTOAR secretariat"),
    "isac": N_("ISAC"),
    "police": N_("Police"),
    "port_authority": N_("Port authority"),
    "local_government": N_("Local government"),
    "agency": N_("Agency"),
    "counsel": N_("Legal counsel"),
    "public": N_("Public"),
    "attacker": N_("Attacker"),
    "headquarters": N_("Headquarters"),
    "operator": N_("Another operator"),
    "other": N_("Other"),
}
