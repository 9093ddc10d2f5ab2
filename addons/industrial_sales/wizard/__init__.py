from . import employee_joining, employee_leaving_wizard
