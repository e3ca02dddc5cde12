"""Reports of NHS 111 as sent, on worklists and on screens: what several suites and their journeys judge alike."""
