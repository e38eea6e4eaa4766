"""Tables at the edge: lists that readers sort and page, files that come in and go out."""
