"""How a page looks to other eyes: in black and white, and with the three kinds of colour vision deficiency.

The matrices are those of Machado, Oliveira and Fernandes (2009) at severity 1.0; they hold for linear light.
"""

from functools import cache
from typing import Any, Final

from PySide6.QtGui import QImage

from exercise_studio.language import N_

EYES: Final = {
    "colour": N_("In colour"),
    "mono": N_("Black and white"),
    "protan": N_("Protan eyes"),
    "deutan": N_("Deutan eyes"),
    "tritan": N_("Tritan eyes"),
}
"""What a page can be looked at with; "mono" is the black-and-white PDF itself."""
MATRICES: Final = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
_STEPS: Final = 4095
"""Steps of the table that leads back from linear light; fewer would merge dark greys."""


def seen(image: QImage, eye: str) -> QImage:
    """The picture as `eye` sees it; slow enough for the computing thread."""
    matrix = MATRICES.get(eye)
    if matrix is None:
        return image
    # numpy is slow to load, and only these three need it.
    import numpy as np

    source = image.convertToFormat(QImage.Format.Format_RGB888)
    width, height, stride = source.width(), source.height(), source.bytesPerLine()
    rows = np.frombuffer(source.constBits(), np.uint8, stride * height).reshape(height, stride)
    pixels = rows[:, : width * 3].reshape(-1, 3)
    to_linear, to_screen = _tables()
    # A page has few colours: each is worked out once.
    packed = (pixels[:, 0].astype(np.uint32) << 16) | (pixels[:, 1].astype(np.uint32) << 8) | pixels[:, 2]
    colours, places = np.unique(packed, return_inverse=True)
    light = to_linear[np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=1)]
    shown = np.clip(light @ np.array(matrix).T, 0.0, 1.0)
    drawn = to_screen[np.rint(shown * _STEPS).astype(np.int32)][places.reshape(-1)]
    data = np.ascontiguousarray(drawn.reshape(height, width, 3))
    # A copy of its own: the array's memory goes with this call.
    return QImage(data.data, width, height, width * 3, QImage.Format.Format_RGB888).copy()


@cache
def _tables() -> tuple[Any, Any]:
    """sRGB bytes to linear light, and back."""
    import numpy as np

    screen = np.arange(256) / 255
    linear = np.where(screen <= 0.04045, screen / 12.92, ((screen + 0.055) / 1.055) ** 2.4)
    light = np.arange(_STEPS + 1) / _STEPS
    back = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return linear, np.rint(np.clip(back, 0, 1) * 255).astype(np.uint8)
