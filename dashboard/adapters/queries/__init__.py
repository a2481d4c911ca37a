"""Reading queries of the pages: each module returns the columns that one page needs."""
