"""What the shipped rules and labels learnt since, where the company has not changed them."""

from odoo import SUPERUSER_ID, api

WORDINGS = {
    "contact_name": ["Имя и фамилия", "Фамилия и имя", "Как к вам обращаться", "First name"],
    "company_name": ["Наименование организации", "Ваша компания"],
    "email": ["Электронный адрес", "Ваша почта", "E-mail address"],
    "phone": ["Ваш номер", "Ваш номер телефона", "Телефон для связи", "Контактный номер", "Mobile phone"],
    "subject": ["Тема письма", "Your subject"],
    "text": ["Комментарии", "Текст обращения", "Ваш вопрос", "Описание", "Textarea", "Comments", "Enquiry"],
}
OLD_TEXT = "форм[аеуы] обратной связи|contact form on |enquiry email via|заявка с сайта|request details:"
NEW_TEXT = f"{OLD_TEXT}|информационное сообщение сайта"


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    labels = env["crm.mail.label"]
    known = labels._get_labels()
    wordings = {wording: field for field, lines in WORDINGS.items() for wording in lines}
    labels._learn({wording: field for wording, field in wordings.items() if wording.lower() not in known})
    rule = env.ref("sales_leads.mail_rule_form_text", raise_if_not_found=False)
    if rule and rule.body_pattern == OLD_TEXT:
        rule.write({"body_pattern": NEW_TEXT, "automatic": True})
