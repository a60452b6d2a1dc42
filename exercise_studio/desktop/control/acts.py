"""The table of everything that can be done in the live room."""

from typing import Final

from exercise_studio.desktop.actions import Act, Scope
from exercise_studio.language import N_

ROOM_ACTS: Final = (
    Act("go", N_("GO: fire the next inject"), ("Ctrl+G",), icon="fire", hint=N_("Works anywhere in this window")),
    Act("go_list", N_("GO from the cue list"), ("Space",), icon="fire", scope=Scope.WIDGET),
    Act("escape", N_("Cancel the countdown, close the sheet"), ("Esc",)),
    Act("skip", N_("Skip"), icon="skip", hint=N_("Leave the next inject out")),
    Act("hold", N_("Hold"), icon="hold", hint=N_("Keep the next inject back until it is made next again")),
    Act("set_next", N_("Make next"), ("Shift+Return", "Shift+Enter"), icon="next", scope=Scope.WIDGET,
        hint=N_("The inject selected in the cue list becomes the next one")),
    Act("flag", N_("Flag the inject"), ("F",), icon="flag", scope=Scope.WIDGET,
        hint=N_("In a rehearsal: something about it is to be mended")),
    Act("rehearse", N_("Start a rehearsal"), ("Ctrl+Shift+R",), icon="play"),
    Act("open", N_("Read the inject in full"), ("Return",), native=True),
    Act("recall", N_("Recall the last inject"), ("Ctrl+Shift+Z",), icon="recall"),
    Act("undo", N_("Undo"), ("Ctrl+Z",), icon="undo"),
    Act("pause", N_("Pause run"), ("Ctrl+B",), icon="pause"),
    Act("resume", N_("Resume"), ("Ctrl+Shift+B",), icon="resume"),
    Act("jump", N_("Jump…"), ("Ctrl+J",), icon="jump", hint=N_("Move the scenario clock to a later time")),
    Act("suspend", N_("Freeze"), ("Ctrl+Shift+P",), icon="stop",
        hint=N_("A real emergency: stop the exercise and show the holding card")),
    Act("continue", N_("Continue the exercise"), icon="resume"),
    Act("end", N_("End…")),
    Act("log", N_("Write in the log"), ("Ctrl+L",), icon="log"),
    Act("log_slash", N_("Write in the log"), ("/",), scope=Scope.WIDGET),
    Act("commit", N_("Log the line"), ("Return",), native=True),
    Act("new_line", N_("New line in the entry"), ("Shift+Return",), native=True),
    Act("nudge_back", N_("−10 s"), ("Alt+Left",), scope=Scope.WIDGET, hint=N_("The entry's time ten seconds earlier")),
    Act("nudge_on", N_("+10 s"), ("Alt+Right",), scope=Scope.WIDGET, hint=N_("The entry's time ten seconds later")),
    Act("nudge_now", N_("The entry's time is now"), ("Alt+0",), scope=Scope.WIDGET),
    Act("marker", N_("Drop a marker"), ("Ctrl+M",), icon="flag"),
    Act("correct", N_("Correct the entry"), ("E",), icon="edit", scope=Scope.WIDGET),
    Act("withdraw", N_("Withdraw the entry"), ("Del",), icon="trash", scope=Scope.WIDGET),
    Act("tick_done", N_("✓ Done"), ("D",), scope=Scope.WIDGET),
    Act("tick_partly", N_("△ Partly"), ("P",), scope=Scope.WIDGET),
    Act("tick_missed", N_("× Not done"), ("X",), scope=Scope.WIDGET),
    Act("timeline_fit", N_("The whole timeline, and back"), ("0",), native=True),
    Act("timeline_now", N_("Follow now on the timeline"), ("N",), native=True),
)  # fmt: skip
