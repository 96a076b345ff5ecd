"""A curve to try the program with: Ramberg and Osgood's law for an aluminium alloy, with noise."""

import numpy as np

from .analysis import Curve

MODULUS = 70_000.0
"""MPa."""

PROOF_STRENGTH = 280.0
"""MPa."""


def example_curve(points: int = 800, noise: float = 0.5, hardening: float = 12.0) -> Curve:
    """Strain = stress / E + 0.002 (stress / proof strength)^n, up to 340 MPa."""
    stress = np.linspace(0, 340, points)
    strain = stress / MODULUS + 0.002 * (stress / PROOF_STRENGTH) ** hardening
    return Curve(strain, stress + np.random.default_rng(7).normal(0, noise, points))
