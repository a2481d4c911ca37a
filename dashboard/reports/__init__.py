"""View models and columns to files: what leaves the application. No Streamlit."""
