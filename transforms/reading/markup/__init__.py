"""What pages and feeds have in common: limits, encoding, publishers' layouts, blocks of text, metadata, listings."""
