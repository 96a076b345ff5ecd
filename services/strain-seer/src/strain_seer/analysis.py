"""What a tensile test says of a material."""

import csv
import io
from dataclasses import dataclass

import numpy as np
from scipy.integrate import trapezoid
from scipy.signal import savgol_filter
from scipy.stats import linregress

_FEWEST_POINTS = 20
_OFFSET = 0.002


class CurveError(ValueError):
    """The curve cannot be analysed; the message says why."""


@dataclass(frozen=True)
class Curve:
    """Engineering strain (no unit, 0.01 is 1 %) and stress in MPa, in the order of the test."""

    strain: np.ndarray
    stress: np.ndarray

    def __post_init__(self):
        if len(self.strain) < _FEWEST_POINTS:
            raise CurveError(f"a curve has {_FEWEST_POINTS} points at least, not {len(self.strain)}")
        if not (np.isfinite(self.strain).all() and np.isfinite(self.stress).all()):
            raise CurveError("a point is no finite number")
        if self.strain.max() <= 0 or self.stress.max() <= 0:
            raise CurveError("nothing was pulled: strain and stress never rise above zero")


@dataclass(frozen=True)
class Properties:
    """What is read off a curve.

    modulus: slope of the elastic part in GPa; modulus_fit: its r squared; proof_strength: stress in MPa where 0.2 % of strain stays, None when the
    specimen broke before; tensile_strength: highest stress in MPa; uniform_strain: strain at it; strain_at_break; toughness: energy to break in MJ/m3.
    """

    modulus: float
    modulus_fit: float
    proof_strength: float | None
    tensile_strength: float
    uniform_strain: float
    strain_at_break: float
    toughness: float


def read_csv(text: str, strain_column: str = "strain", stress_column: str = "stress") -> Curve:
    """A curve out of CSV with a header; comma, semicolon or tab between cells.

    Raises CurveError when a column is missing or a cell is no number.
    """
    try:
        dialect = csv.Sniffer().sniff(text.split("\n", 1)[0], ",;\t")
    except csv.Error as error:
        raise CurveError("the first line is no header of columns") from error
    rows = csv.DictReader(io.StringIO(text), dialect=dialect)
    columns = {name.strip().casefold(): name for name in rows.fieldnames or []}
    for column in (strain_column, stress_column):
        if column.casefold() not in columns:
            raise CurveError(f"there is no column '{column}'; there are {', '.join(columns)}")
    strain, stress = [], []
    for number, row in enumerate(rows, 2):
        try:
            strain.append(float(row[columns[strain_column.casefold()]]))
            stress.append(float(row[columns[stress_column.casefold()]]))
        except (TypeError, ValueError) as error:
            raise CurveError(f"line {number} holds something else than numbers") from error
    return Curve(np.asarray(strain), np.asarray(stress))


def smooth(curve: Curve, share: float = 0.02) -> Curve:
    """Takes the noise off the stress with a Savitzky-Golay filter over this share of the points; the strain stays."""
    window = max(5, int(len(curve.stress) * share) | 1)
    return Curve(curve.strain, savgol_filter(curve.stress, min(window, len(curve.stress) | 1 if len(curve.stress) % 2 else len(curve.stress) - 1), 2))


def analyse(curve: Curve) -> Properties:
    """Properties of a curve that was pulled until it broke."""
    peak = int(curve.stress.argmax())
    slope, intercept, fit = _elastic(curve, peak)
    return Properties(
        modulus=slope / 1000,
        modulus_fit=fit,
        proof_strength=_proof_strength(curve, slope, intercept, peak),
        tensile_strength=float(curve.stress[peak]),
        uniform_strain=float(curve.strain[peak]),
        strain_at_break=float(curve.strain[-1]),
        toughness=float(trapezoid(curve.stress, curve.strain)),
    )


def _elastic(curve: Curve, peak: int) -> tuple[float, float, float]:
    """Slope in MPa, intercept and r squared of the steepest straight stretch before the peak: grips settle first, and yielding follows."""
    rising = np.flatnonzero((curve.stress[: peak + 1] > 0.1 * curve.stress[peak]) & (curve.stress[: peak + 1] < 0.6 * curve.stress[peak]))
    if len(rising) < 5:
        rising = np.arange(max(peak + 1, 5))[: max(5, peak + 1)]
    length = max(5, len(rising) // 3)
    best = (0.0, 0.0, 0.0)
    for start in range(0, len(rising) - length + 1, max(1, length // 8)):
        part = rising[start : start + length]
        if np.ptp(curve.strain[part]) == 0:
            continue
        line = linregress(curve.strain[part], curve.stress[part])
        if line.slope > best[0] and line.rvalue**2 > 0.9:
            best = (float(line.slope), float(line.intercept), float(line.rvalue**2))
    if best[0] == 0:
        raise CurveError("no part of the curve is straight enough to be elastic")
    return best


def _proof_strength(curve: Curve, slope: float, intercept: float, peak: int) -> float | None:
    # The elastic line, moved by 0.2 % of strain, meets the curve where that much has become permanent.
    excess = curve.stress - (slope * (curve.strain - _OFFSET) + intercept)
    start = int(np.argmax(curve.stress > 0.2 * curve.stress[peak]))
    below = np.flatnonzero(excess[start:] <= 0)
    if len(below) == 0:
        return None
    after = start + int(below[0])
    if after == 0:
        return float(curve.stress[0])
    share = excess[after - 1] / (excess[after - 1] - excess[after]) if excess[after - 1] != excess[after] else 0.0
    return float(curve.stress[after - 1] + share * (curve.stress[after] - curve.stress[after - 1]))
