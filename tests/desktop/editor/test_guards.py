"""The rules of GO and firing by itself, as they are chosen before the day."""

from collections.abc import Callable

from exercise_studio.desktop.editor.page import PlanPage
from exercise_studio.domain.exercise import Plan

OnDisk = Callable[[], Plan]


def test_the_rules_of_go_travel_with_the_exercise(page: PlanPage, on_disk: OnDisk) -> None:
    guards = page.setup.guards
    assert guards.lengths["arm"].isEnabled()
    assert not guards.lengths["hold"].isEnabled()
    guards.lengths["lockout"].setValue(3)
    guards.style_of_major.chosen.emit("hold")
    guards.lengths["hold"].setValue(4)
    kept = on_disk().settings.guards
    assert (kept.lockout, kept.style, kept.hold, kept.countdown) == (3_000, "hold", 4_000, 2_000)
    assert guards.lengths["hold"].isEnabled()
    assert not guards.lengths["arm"].isEnabled()


def test_an_inject_is_chosen_to_fire_by_itself_and_a_major_one_cannot_be(page: PlanPage, on_disk: OnDisk) -> None:
    inspector = page.msel.inspector
    inspector.show_inject("I03")
    inspector.delivery.automatic.click()
    assert on_disk().settings.automatic == ("I03",)
    inspector.show_inject("I01")
    assert not inspector.delivery.automatic.isChecked()
    inspector.show_inject("I03")
    assert inspector.delivery.automatic.isChecked()
    inspector.delivery.automatic.click()
    assert on_disk().settings.automatic == ()
    inspector.show_inject("I14")
    assert not inspector.delivery.automatic.isEnabled()
