import importlib.util
import unittest

import numpy as np

from strain_seer.analysis import Curve, CurveError, analyse, read_csv, smooth
from strain_seer.example import MODULUS, PROOF_STRENGTH, example_curve


class AnalysisTests(unittest.TestCase):
    def test_finds_the_constants_that_a_curve_was_made_of(self):
        found = analyse(smooth(example_curve()))
        self.assertAlmostEqual(found.modulus, MODULUS / 1000, delta=0.05 * MODULUS / 1000)
        self.assertAlmostEqual(found.proof_strength, PROOF_STRENGTH, delta=0.03 * PROOF_STRENGTH)
        self.assertAlmostEqual(found.tensile_strength, 340, delta=4)
        self.assertGreater(found.modulus_fit, 0.9)

    def test_toughness_is_the_area_below_the_curve(self):
        strain = np.linspace(0, 0.01, 200)
        found = analyse(Curve(strain, 1000 * strain))
        self.assertAlmostEqual(found.toughness, 0.05, places=6)
        self.assertIsNone(found.proof_strength, "it broke while it was elastic")

    def test_csv_in_its_dialects(self):
        for mark in (",", ";", "\t"):
            text = f"Strain{mark}Stress\n" + "".join(f"{i / 1000}{mark}{i}\n" for i in range(30))
            self.assertEqual(read_csv(text).stress[-1], 29)

    def test_what_is_no_curve_is_refused_with_its_line(self):
        body = "".join(f"{i},{i}\n" for i in range(30))
        for text, message in ((f"strain,stress\n{body}x,1\n", "line 32"), (f"strain,force\n{body}", "no column 'stress'"), ("strain,stress\n1,2\n", "20 points")):
            with self.assertRaisesRegex(CurveError, message):
                read_csv(text)

    @unittest.skipUnless(importlib.util.find_spec("matplotlib"), "matplotlib is not in this image")
    def test_figure_is_drawn(self):
        from strain_seer.figure import draw

        curve = example_curve()
        self.assertEqual(len(draw(curve, analyse(curve)).axes[0].lines), 4)


if __name__ == "__main__":
    unittest.main()
