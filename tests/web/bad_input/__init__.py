"""Everything hostile that is sent to the portal, and where each kind of it is tried.

| What | Where |
|---|---|
| forged session | tests/web/test_signing_in.py: `a_forged_session_is_nobodys` |
| expired session, idle or after a working day | tests/web/test_signing_in.py: `a_session_that_lies_idle`, `a_session_is_over_after_a_working_day` |
| a form of another site, or too old | tests/web/test_signing_in.py: `a_form_that_is_not_of_this_site` |
| another tenant's id, every role x page x relation | tests/web/test_who_may.py: `every_role_at_every_address`; acts on ids within a case: test_requests.py |
| upload larger than its page takes, of a stranger too | test_requests.py |
| upload of the wrong kind, bombs, a reader that falls | test_uploads.py |
| upload that is cut off | tests/db/running/test_serve.py, test_uploads.py |
| double submit, stale version | tests/db/test_one_door.py, test_requests.py |
| decision text changed between two signatures | test_requests.py |
| clocks of machines that differ | test_clocks.py, tests/db/work/test_lease_table.py: `times_are_those_of_the_database` |
| names in every script, NUL, bidi, ten thousand characters | test_every_field.py |
| markup in every field and page | test_every_field.py, tests/web/test_drawings.py |
| formulas in workbooks and tables | test_every_field.py, tests/unit/filing, tests/unit/desk, tests/unit/lab |
| headers of mail and of downloads, logs | test_requests.py |
| numbers that are none, parts of addresses with NUL | test_requests.py |
| disk full | tests/db/running/test_disk_full.py, tests/db/running/test_disk_full_postgresql.py |
| worker killed | tests/db/work/test_workers.py |
| act killed between file and database | tests/db/test_forgetting.py |
| database lost in the middle | tests/db/running/test_database_lost.py |
"""
