"""Pages, JSON and commands of carbon inclusion share these: files, questions, refusals, words."""
