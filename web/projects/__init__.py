"""Pages and JSON of projects share these: what is asked, filed, uploaded and next."""
