from . import equipment_certification_choice
