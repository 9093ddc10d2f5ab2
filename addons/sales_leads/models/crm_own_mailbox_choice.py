from odoo import models

from odoo.addons.sales_base.tools import contact


class CrmOwnMailboxChoice(models.AbstractModel):
    """Which mails of an own mailbox are the company's: told from their headers alone."""

    _name = "crm.own.mailbox.choice"
    _description = "Own Mailbox: Choice of Mails"

    def _choose(self, headers, kind):
        """Uids of the mails that go to or come from known customers and are not here yet.

        :param dict headers: {uid: tools.mail.Mail with headers only}
        :param kind: "inbox" or "sent"
        """
        addresses = {uid: self._get_partners_addresses(mail, kind) for uid, mail in headers.items()}
        known = self._get_known({address for found in addresses.values() for address in found})
        wanted = [uid for uid, found in addresses.items() if known & found]
        here = self._get_kept({headers[uid].message_id for uid in wanted} - {""})
        return [uid for uid in wanted if headers[uid].message_id not in here]

    def _get_partners_addresses(self, mail, kind):
        names = ("From",) if kind == "inbox" else ("To", "Cc", "Bcc")
        return {address for name in names for address in contact.split_emails(mail.get(name))}

    def _get_known(self, addresses):
        """Those of the addresses that belong to known customers, our own people left out."""
        return set(self._get_customers(addresses))

    def _get_customers(self, addresses):
        """{address: known customers it belongs to}."""
        points = self.env["res.partner.contact.point"].search(
            [("kind", "=", "email"), ("value", "in", list(addresses))]
        )
        ours = points.partner_id.filtered(lambda partner: partner.active and not partner.partner_share)
        customers = {}
        for point in points.filtered(lambda point: point.partner_id not in ours):
            customer = point.partner_id.commercial_partner_id
            if customer._is_known():
                customers[point.value] = customers.get(point.value, customer) | customer
        return customers

    def _get_kept(self, message_ids):
        """Those of the Message-Ids that came or went another way already."""
        messages = self.env["mail.message"].search([("message_id", "in", list(message_ids)), ("res_id", "!=", 0)])
        events = self.env["crm.inbound.event"].search([("message_id", "in", list(message_ids))])
        return set(messages.mapped("message_id")) | set(events.mapped("message_id"))
