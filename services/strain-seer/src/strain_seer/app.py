"""The page: upload a curve, see what it says. Run by streamlit."""

from dataclasses import asdict

import streamlit

from strain_seer.analysis import CurveError, analyse, read_csv, smooth
from strain_seer.example import example_curve
from strain_seer.figure import draw

streamlit.set_page_config(page_title="Strain Seer")
streamlit.title("Strain Seer")
uploaded = streamlit.file_uploader("A tensile test as CSV with the columns strain and stress (MPa)", type=["csv", "tsv", "txt"])
is_smoothed = streamlit.toggle("Take off the noise", value=True)
try:
    curve = read_csv(uploaded.getvalue().decode("utf-8-sig")) if uploaded else example_curve()
    curve = smooth(curve) if is_smoothed else curve
    properties = analyse(curve)
except (CurveError, UnicodeDecodeError) as error:
    streamlit.error(str(error))
else:
    if not uploaded:
        streamlit.info("An aluminium alloy, as an example.")
    streamlit.pyplot(draw(curve, properties))
    streamlit.table({name.replace("_", " "): "none" if value is None else f"{value:.4g}" for name, value in asdict(properties).items()})
