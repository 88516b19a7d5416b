"""What every page shares: templates, style, the words of the catalogues."""
