"""The part of the day that outside bodies take: a simulator is attested on site, and only then its deal closes."""

import base64

from odoo import Command

from example import data

BODY = "ФБУ «Тульский ЦСМ»"
STANDARD = "ГОСТ Р 8.568-2017"
NUMBER = "АТ-2026/0147"
# Types that are certified as shipped, in the words of this company: {code: name}.
CERTIFIED = {"climatic": data.TYPES[2], "simulator": data.TYPES[3]}
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\nxref\n0 4\n0000000000 65535 f \n"
    b"0000000009 00000 n \n0000000056 00000 n \n0000000109 00000 n \n"
    b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n176\n%%EOF\n"
)


def name_types(env):
    """The types that came with the addon get this company's words."""
    for code, name in CERTIFIED.items():
        kind = env["equipment.type"].search([("code", "=", code)], limit=1)
        if kind:
            kind.with_context(lang="en_US").name = name
            kind.name = name


def make_certification(env):
    """The body that attests the company's equipment, and what it usually takes."""
    body = env["res.partner"].create(
        {
            "name": BODY,
            "is_company": True,
            "is_certification_body": True,
            "supplier_rank": 1,
            "email": "attestat@tulacsm.example",
            "city": "Тула",
        }
    )
    rules = env["equipment.certification.rule"].search([("equipment_type_id.code", "in", list(CERTIFIED))])
    rules.write({"body_ids": [Command.set(body.ids)], "standard": STANDARD, "cost": 38_000, "lead_days": 14})


class CertificationStory:
    def simulator_is_attested(self):
        """An outside body attests the simulator on site; with its document the deal closes by itself."""
        # The chambers of the first deal wait for theirs until the end of the day.
        asked = [("state", "=", "to_request"), ("product_ids.default_code", "=", "TR-1")]
        certificate = self.as_user("manager", self.env["equipment.certificate"].search(asked))
        deal = certificate.deal_ids
        self.tell(f"{deal.name}: {' '.join(deal._get_closing_points())}")
        certificate.action_request()
        certificate.action_make_purchase()
        files = self.as_user("manager", self.env["ir.attachment"])
        file = files.create({"name": f"{NUMBER}.pdf", "datas": base64.b64encode(PDF)})
        certificate.write({"name": NUMBER, "attachment_ids": [Command.set(file.ids)]})
        certificate.action_issue()
        self.tell(f"{certificate.display_name} for {certificate.lot_numbers}; deal at “{deal.stage_id.name}”")
        self.run_action("equipment_certification.ir_cron_certificates")
