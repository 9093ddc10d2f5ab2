"""When a customer was first answered stands on his lead now: reports read it there, and waiting ends with it."""

from odoo import SUPERUSER_ID, api

# Our first mail to somebody outside, or the first talk besides the one with which the appeal came.
FIRST_ANSWERS = """
    SELECT * FROM (
        SELECT lead.id, LEAST(
                   (SELECT min(message.date)
                      FROM mail_message message
                      JOIN res_partner author ON author.id = message.author_id AND NOT author.partner_share
                     WHERE message.model = 'crm.lead' AND message.res_id = lead.id
                       AND message.message_type IN ('comment', 'email')
                       AND author.id != %(robot)s AND message.date >= COALESCE(appeal.received_at, lead.create_date)
                       AND EXISTS (SELECT FROM mail_notification notice
                                     JOIN res_partner reader ON reader.id = notice.res_partner_id
                                    WHERE notice.mail_message_id = message.id
                                      AND notice.notification_type = 'email' AND reader.partner_share)),
                   (SELECT min(COALESCE(call.answered_at, call.started_at))
                      FROM crm_phone_call call
                     WHERE call.state = 'answered' AND call.direction != 'inner'
                       AND call.id IS DISTINCT FROM appeal.call_id
                       AND call.started_at >= COALESCE(appeal.received_at, lead.create_date)
                       AND (call.lead_id = lead.id OR call.partner_id = lead.partner_id))) AS moment
          FROM crm_lead lead LEFT JOIN crm_appeal appeal ON appeal.id = lead.appeal_id
         WHERE lead.first_answered_at IS NULL) found
     WHERE moment IS NOT NULL
"""


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    env.flush_all()
    cr.execute(FIRST_ANSWERS, {"robot": env.ref("base.partner_root").id})
    for lead_id, moment in cr.fetchall():
        env["crm.lead"].browse(lead_id).first_answered_at = moment
    env.flush_all()
