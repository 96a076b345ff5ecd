"""The curve as a picture."""

import matplotlib

matplotlib.use("agg")

from matplotlib.figure import Figure  # noqa: E402

from .analysis import Curve, Properties  # noqa: E402


def draw(curve: Curve, properties: Properties) -> Figure:
    """Stress over strain with the elastic line, its 0.2 % offset, and the tensile strength."""
    figure = Figure(figsize=(8, 5), layout="constrained")
    axes = figure.add_subplot(xlabel="strain, %", ylabel="stress, MPa")
    axes.plot(curve.strain * 100, curve.stress, label="measured")
    top = properties.tensile_strength
    for offset, label in ((0.0, "elastic"), (0.2, "0.2 % offset")):
        axes.plot([offset, offset + top / properties.modulus / 10], [0, top], linestyle="--", linewidth=1, label=label)
    axes.axhline(top, color="grey", linewidth=0.5)
    axes.set_ylim(0, top * 1.1)
    axes.legend(loc="lower right")
    return figure
