"""Rules of the schemes for pages and JSON: searched, amended, put into words."""
