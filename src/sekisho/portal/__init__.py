"""The portal: operators file, examiners decide on the clock.

All that knows Django. The engine stays the one judge: the portal calls `vet` and `lawful_acts`
and knows no law. Pages and API call acts (which write) and queries (which read), never models.
"""
