"""View models to Plotly figures, in one look. No Streamlit."""
