"""Reports as files: a workbook with charts, and CSV."""
