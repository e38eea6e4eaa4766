"""Activity data that methodologies share: fuels, meters and their corrections."""
