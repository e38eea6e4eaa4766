"""People and control at the edge: what is asked, the inbox, the second factor, the clock."""
