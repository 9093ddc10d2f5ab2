"""Who works at the example company and what it makes, buys and keeps: data only."""

PASSWORD = "primer"

COMPANY = {
    "name": "ООО «ПромТехАгрегат»",
    "street": "ул. Заводская, д. 12",
    "city": "Тула",
    "zip": "300012",
    "phone": "+7 487 255-01-20",
    "email": "info@promtehagregat.example",
    "website": "https://promtehagregat.example",
    "vat_base": "710203040",
}

BANK = ("АО «Примербанк»", "044525999", "40702810600000012345")

# Rate of the example's tax; a real company's administrator keeps its taxes as records.
VAT = ("НДС 22 %", 22.0)

# code: (name, what it sells)
DEPARTMENTS = {
    "vys": ("Выс", "Насосы и компрессоры"),
    "konts": ("Конц", "Расходные материалы и сервис"),
    "term": ("Терм", "Климатические камеры и тренажёры"),
}

# login: (name, job, departments that he sees, groups, head of, mobile page)
USERS = {
    "dispatcher": ("Анна Смирнова", "диспетчер", (), ("sales_base.group_dispatcher",), None),
    "head": ("Пётр Волков", "руководитель продаж отдела Терм", ("term",), ("sales_base.group_head",), "term"),
    "manager": ("Ольга Крылова", "менеджер отдела Терм", ("term",), ("sales_base.group_manager",), None),
    "manager2": ("Денис Ефимов", "менеджер отдела Терм", ("term",), ("sales_base.group_manager",), None),
    "head_vys": ("Ирина Белова", "руководитель продаж отдела Выс", ("vys",), ("sales_base.group_head",), "vys"),
    "manager_vys": ("Сергей Громов", "менеджер отдела Выс", ("vys",), ("sales_base.group_manager",), None),
    "head_konts": ("Мария Зайцева", "руководитель продаж", ("konts",), ("sales_base.group_head",), "konts"),
    "accountant": ("Татьяна Лукина", "бухгалтер", (), ("deal_stages.group_accountant",), None),
    "planner": ("Николай Орлов", "плановик", (), ("order_split.group_planner",), None),
    "foreman": ("Виктор Кузнецов", "мастер цеха", (), ("order_split.group_foreman",), None),
    "worker": ("Алексей Соколов", "кладовщик", (), ("stock_batches.group_worker",), None),
    "supervisor": ("Галина Попова", "заведующая складом", (), ("stock_batches.group_supervisor",), None),
    "engineer": ("Роман Сидоров", "инженер сервиса", (), ("deal_service.group_engineer",), None),
    "service_head": ("Вера Павлова", "руководитель сервиса", (), ("deal_service.group_head",), None),
    "marketer": ("Елена Морозова", "маркетолог", (), ("marketing_export.group_marketer",), None),
    "director": ("Андрей Лебедев", "директор", (), ("sales_base.group_director",), None),
}

# Inner telephone numbers; calls of the others are nobody's.
EXTENSIONS = {"dispatcher": "201", "manager": "211", "manager2": "212", "manager_vys": "221"}

SCOPES = ("Металлургия", "Пищевая промышленность", "Авиация", "Водоснабжение")
TYPES = ("Насос", "Компрессор", "Климатическая камера", "Тренажёр")
MATERIALS = ("Вода", "Масло", "Сжатый воздух", "Образцы изделий")

# What is asked for a climatic chamber: (name, kind, unit, answer of the day's customer).
PARAMETERS = (
    ("Полезный объём", "number", "л", (250, 0)),
    ("Диапазон температур", "range", "°C", (-70, 150)),
    ("Влажность", "range", "%", (20, 98)),
    ("Особые условия", "text", "", "Аттестация до ввода в эксплуатацию"),
)

# code: (name, article, price, cost, how it is supplied)
PRODUCTS = {
    "chamber": ("Климатическая камера КХ-250", "KX-250", 1_480_000.0, 910_000.0, "made"),
    "pump": ("Насос центробежный НЦ-50/32", "NC-50-32", 184_000.0, 121_000.0, "made"),
    "oil": ("Масло компрессорное КС-19, 20 л", "KS-19-20", 9_400.0, 6_100.0, "stocked"),
    "sensor": ("Датчик влажности ДВ-3", "DV-3", 27_500.0, 18_200.0, "bought"),
    "compressor": ("Агрегат холодильный АХ-2", "AX-2", 210_000.0, 164_000.0, "component"),
    "housing": ("Корпус камеры 250 л", "KRP-250", 145_000.0, 98_000.0, "component"),
    "controller": ("Контроллер КТ-8", "KT-8", 64_000.0, 41_000.0, "component"),
    "rotor": ("Ротор НЦ-50", "RT-50", 38_000.0, 22_000.0, "component"),
    "casing": ("Корпус насоса НЦ-50", "KN-50", 41_000.0, 26_000.0, "component"),
}

BOMS = {
    "chamber": {"compressor": 1, "housing": 1, "controller": 1},
    "pump": {"rotor": 1, "casing": 1},
}

# On stock without a series; the oil comes in series (see company.py).
STOCK = {"compressor": 20, "housing": 20, "controller": 25, "rotor": 40, "casing": 40, "pump": 3}

# Series of the oil (kept for 365 days, taken off sale 10 days before): age in days, quantity. The youngest came
# first to the shelf, the last but one must leave first, the last one is expired and must not leave at all.
SERIES = {"KS19-2610": (30, 24), "KS19-2606": (150, 24), "KS19-2512": (345, 4), "KS19-2511": (372, 3)}

VENDORS = {
    "Завод «Датчик»": ("sensor@datchik.example", {"sensor": (17_900.0, 6)}),
    "АО «Холодмаш»": ("sale@holodmash.example", {"compressor": (159_000.0, 14), "controller": (40_500.0, 10)}),
    "ТД «Нефтесинтез»": ("zakaz@neftesintez.example", {"oil": (6_050.0, 4)}),
}

# name: (city, base of its tax number, e-mail, phone, contact, contact's e-mail, department, responsible)
CUSTOMERS = {
    "АО «Тулаводоканал»": (
        "Тула",
        "710301122",
        "zakupki@tulavoda.example",
        "+7 487 231-40-10",
        "Семёнов Илья",
        "semenov@tulavoda.example",
        "vys",
        "manager_vys",
    ),
    "ООО «Авиатест»": (
        "Казань",
        "165503344",
        "lab@aviatest.example",
        "+7 843 202-77-15",
        "Гарипова Лилия",
        "garipova@aviatest.example",
        "term",
        "manager2",
    ),
    "ПАО «Хлебпром»": (
        "Воронеж",
        "366205566",
        "energetik@hlebprom.example",
        "+7 473 255-18-01",
        "Титов Олег",
        "titov@hlebprom.example",
        "konts",
        None,
    ),
}
