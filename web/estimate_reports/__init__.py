"""Reports of an estimate: a workbook whose formulas calculate it again, and a PDF around it."""
