"""The form of a methodology as a workbook: written from the same definitions, read cell by cell."""
