"""Reports of NHS 111 as messages, on worklists and on screens: what the suites of NHS 111, of NHS 111 online and their journeys share."""
