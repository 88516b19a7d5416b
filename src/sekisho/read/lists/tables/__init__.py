"""Lists published as tables: CSV, tab-separated text, and workbooks."""
