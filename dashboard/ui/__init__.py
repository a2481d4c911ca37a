"""The only shared Streamlit parts of the pages."""
