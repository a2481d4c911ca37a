"""Plain HTTP beside Streamlit's pages: what programs ask, never what browsers show."""
