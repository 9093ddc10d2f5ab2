"""Missed calls that were spoken to since are done with; the new columns themselves are computed by the update."""


def migrate(cr, version):
    cr.execute(
        """UPDATE crm_phone_call missed
              SET called_back_at = spoken.at, called_back_by_id = spoken.id, waits_for_call = false,
                  call_back_minutes = EXTRACT(EPOCH FROM spoken.at - missed.started_at) / 60
             FROM (SELECT DISTINCT ON (earlier.id) earlier.id AS missed_id, later.id,
                          COALESCE(later.answered_at, later.started_at) AS at
                     FROM crm_phone_call earlier
                     JOIN crm_phone_call later ON later.number_key = earlier.number_key
                      AND later.started_at >= earlier.started_at AND later.id != earlier.id
                      AND later.state = 'answered' AND later.direction IN ('in', 'out')
                    WHERE earlier.waits_for_call
                    ORDER BY earlier.id, later.started_at) spoken
            WHERE missed.id = spoken.missed_id"""
    )
