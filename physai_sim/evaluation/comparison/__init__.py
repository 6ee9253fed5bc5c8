"""Two results side by side: what differs between them, and whether that is more than noise."""
